import { createHash } from 'node:crypto'

/** PostgreSQL keeps 63 bytes of a statement's name: of two that begin alike it would run the wrong one. */
export function statementName(name: string): string {
  return name.length < 64 ? name : createHash('sha256').update(name).digest('base64url')
}
