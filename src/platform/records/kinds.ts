import type { PgColumn } from 'drizzle-orm/pg-core'
import type { TSchema } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Connection, Database, Transaction } from '../database/connection.ts'
import type { RecordTable } from '../database/records.ts'
import type { App } from '../http/app.ts'
import type { Expected } from '../http/if-match.ts'

/** Which kinds of records the application has, by the address where each is found: what is done to all of them alike asks here. */

declare module 'fastify' {
  interface FastifyInstance {
    /** By address: `scheme-windows`. */
    recordKinds: Map<string, RecordKind>
  }
}

/** A record as it is answered, or as it is read before that. */
export type Row = { id: string; version: number }

/** How a record is named by its caller. */
export type Named = { municipalityCode: string; source: string; reference: string }

/** What a caller says of how it is received. */
export type Manner = {
  /** The versions that the caller has read. @throws VersionRequired where it says none */
  expected: () => Expected
  /** Whether the caller says any. */
  isConditional: boolean
  /** What was withdrawn under the reference is registered anew. */
  restore: boolean
}

export type Receive = (
  tx: Transaction,
  actor: Actor,
  named: Named,
  content: object,
  manner: Manner
) => Promise<{ row: Row; made: boolean; changed?: boolean }>

/**
 * What the declaration of a record says of it, and what can be done to it: those members that it has. What is sent has been judged by the schema of
 * the kind before, so that its members take any object here.
 */
export type RecordKind = {
  /** `Body`, as in `getBody`. */
  noun: string
  address: string
  tag: string
  /** `bodies`: read by `bodies:read`, changed by `bodies:write`. */
  scope: string
  table: RecordTable & { source?: PgColumn; reference?: PgColumn }
  schemas: { One: TSchema; Page?: TSchema; New?: TSchema; Patch?: TSchema; Received?: TSchema }
  /** How many of them are read, each as a page of them shows it. */
  list?: { select: (db: Database) => unknown }
  /** Rows as the caller is answered them on a day, where that is more than `shown` of each. */
  present?(db: Connection, actor: Actor, municipalityCode: string, rows: object[], on: string): Promise<object[]>
  find?(db: Connection, ref: Ref, query: object): Promise<Row>
  shown?(row: object, query: object): object
  create?(tx: Transaction, actor: Actor, of: Ref, sent: object): Promise<Row>
  update?(tx: Transaction, actor: Actor, ref: Ref, patch: object, expected: Expected): Promise<Row>
  /** Registers it under a reference, or makes what stands there say what is sent; where that is more than `create` and `update`. */
  receive?(...received: Parameters<Receive>): ReturnType<Receive>
  /** The record that is answered for one that was merged into another. */
  follow?: (db: Connection, ref: Ref) => Promise<Ref>
  /** As it is answered to the caller, where that is more than `shown` of what is found. */
  show?: (db: Connection, actor: Actor, ref: Ref) => Promise<object>
  /** What these belong to: a new one is made within it. */
  within?: object
  /** The column that names what they belong to, as a property. */
  subject?: { parent?: string }
  /** Whether a caller's reference registers and changes it; not where registering it answers what is answered once. */
  isReceived?: false
  /** Operations by reference are its own, and not those that all kinds share. */
  ownReferences?: boolean
}

/** Keeps what is told of a kind; a room may tell it in parts. */
export function keepKind(app: App, told: object): void {
  const { address, table } = told as Partial<RecordKind>
  if (!address || !table) return
  const known = app.recordKinds.get(address)
  const said = Object.entries(told).filter(([, value]) => value !== undefined)
  const schemas = { ...known?.schemas, ...(told as RecordKind).schemas }
  app.recordKinds.set(address, { ...known, ...(Object.fromEntries(said) as RecordKind), schemas })
}

/** Kinds whose records have a reference of their caller, by address. */
export const namedKinds = (app: App) => [...app.recordKinds.values()].filter(({ table }) => table.reference)

/** Those that are registered and changed by it. */
export const receivedKinds = (app: App) =>
  namedKinds(app).filter(({ create, receive, isReceived }) => isReceived !== false && (create || receive))

/** The record as it is answered to the caller. @throws NotFound */
export async function showRecord(db: Connection, actor: Actor, kind: RecordKind, named: Ref): Promise<object> {
  const ref = kind.follow ? await kind.follow(db, named) : named
  if (kind.show) return await kind.show(db, actor, ref)
  const row = await kind.find!(db, ref, {})
  return kind.shown ? kind.shown(row, {}) : row
}

/** What is sent of a kind under a reference. */
export const contentOf = ({ schemas }: RecordKind) => schemas.Received ?? schemas.New!
