import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { type FileRow, fileKeys } from './record.ts'

/** Addresses that need no key and hold for minutes: who has one can fetch the one file until it expires, is withdrawn or erased. */

/** A signature until an instant, in whole seconds since 1970. Two of the same second are one. */
export type Signed = { expires: number; signature: string }

const signatureOf = (key: Buffer, { municipalityCode, id }: Ref, expires: number) =>
  createHmac('sha256', key).update(`${municipalityCode}\n${id.toLowerCase()}\n${expires}`).digest()

async function findKey(db: Connection, municipalityCode: string): Promise<Buffer | undefined> {
  const [row] = await db.select().from(fileKeys).where(eq(fileKeys.municipalityCode, municipalityCode))
  return row?.key
}

/** Signs for so many minutes; the municipality's key is made with the first. That an address was given is told by an event. */
export async function signFile(tx: Transaction, actor: Actor, file: FileRow, minutes: number): Promise<Signed> {
  const { municipalityCode, id, version, organisationId } = file
  await tx
    .insert(fileKeys)
    .values({ municipalityCode, key: randomBytes(32) })
    .onConflictDoNothing()
  const key = (await findKey(tx, municipalityCode))!
  const expires = Math.ceil(Date.now() / 1000) + minutes * 60
  const event = { municipalityCode, id, version, expiresAt: new Date(expires * 1000).toISOString() }
  await recordEvent(tx, actor, 'file.addressed', event, { parentId: organisationId ?? undefined })
  return { expires, signature: signatureOf(key, file, expires).toString('base64url') }
}

/** Whether the signature is of this file, and holds at this instant. */
export async function isSigned(db: Connection, ref: Ref, { expires, signature }: Signed): Promise<boolean> {
  const key = await findKey(db, ref.municipalityCode)
  const sent = Buffer.from(signature, 'base64url')
  if (!key || sent.length !== 32) return false
  return timingSafeEqual(signatureOf(key, ref, expires), sent) && expires * 1000 > Date.now()
}
