import { Agent as PlainAgent } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { DomainError } from '../../base/errors.ts'
import type { Database } from '../database/connection.ts'
import { ofMunicipality } from '../database/municipality.ts'
import { findEvents } from '../events/queries.ts'
import { webhookAttempted } from '../http/occurrences.ts'
import { isState, isWaiting, turnSubscription } from './actions.ts'
import { attempt, type Reaching, type Tried } from './attempt.ts'
import { type DeliveryRow, webhookDeliveries } from './delivery-record.ts'
import { headersOf, type Message, messageOf } from './envelope.ts'
import { findSending, type Sending } from './queries.ts'
import { readFeed } from './read-feed.ts'
import { webhookStates } from './record.ts'
import { type Attempt, delayAfter, MOST_ATTEMPTS, type Pace, TRIED_FOR } from './rules.ts'

/**
 * Sends what waits of one subscription. Of each record (subject) only the earliest that waits is ever under way, so that the events of
 * one come in order, and one that fails keeps no other record's waiting. A few are sent at a time.
 */

export type Delivering = Reaching & {
  database: Database
  /** Scheme and host of the service, as receivers are to know it. */
  base: string
  pace: Pace
  log: { warn(what: object, message: string): void; info(what: object, message: string): void }
  /** Aborted when nothing more is to be begun. */
  stopping: AbortSignal
  /** Aborted when what is under way is to end, too. */
  signal: AbortSignal
}

/** Requests to one receiver at the same time. */
const AT_ONCE = 4
/** Deliveries that are read at a time, with their events. */
const READ_AT_ONCE = 40
/** Records whose deliveries fail, with none between that is taken: then it is the receiver that is down, and not they. */
const DOWN_AFTER = 5
/** Milliseconds after which it is looked again what has come meanwhile, and whether what was read still holds. */
const LOOK_AGAIN = 500
const HOLDS_FOR = 2_000

type Due = Pick<
  DeliveryRow,
  'municipalityCode' | 'id' | 'type' | 'subject' | 'changeNumber' | 'eventSequence' | 'failureCount' | 'attempts'
>

/** Who disables a subscription whose receiver is gone for good. */
const sender: Actor = {
  id: 'job:webhooks',
  name: 'webhooks',
  principal: 'job:webhooks',
  roles: new Set(),
  municipalityCodes: null,
  scopes: new Set(['events:read']),
  sentBy: null,
  requestId: null
}

/** Reads the feed on and sends what is due, until nothing is or the receiver takes nothing. */
export async function deliverDue(settings: Delivering, ref: Ref): Promise<void> {
  const run = new Run(settings, ref)
  try {
    await run.toEnd()
  } finally {
    run.close()
  }
}

class Run {
  readonly #settings: Delivering
  readonly #ref: Ref
  readonly #agents = [PlainAgent, TlsAgent].map(Agent => new Agent({ keepAlive: true, maxSockets: AT_ONCE }))
  readonly #underWay = new Map<string, Promise<void>>()
  /** Records whose deliveries have failed since one was taken. */
  readonly #failed = new Set<string>()
  #queue: { delivery: Due; message: Message; sending: Sending }[] = []
  #readAt = 0
  #isOver = false
  /** It was left alone, and is asked once whether it is there again. */
  #isProbe = false

  constructor(settings: Delivering, ref: Ref) {
    this.#settings = settings
    this.#ref = ref
  }

  close() {
    for (const agent of this.#agents) agent.destroy()
  }

  async toEnd(): Promise<void> {
    try {
      while (!this.#isOver && !this.#settings.stopping.aborted) {
        const isOld = Date.now() - this.#readAt > HOLDS_FOR
        if ((this.#queue.length === 0 || isOld) && !(await this.#fill())) break
        this.#begin()
        if (this.#underWay.size === 0) break
        await Promise.race([...this.#underWay.values(), ...(this.#queue.length === 0 ? [sleep(LOOK_AGAIN)] : [])])
      }
    } finally {
      await Promise.allSettled(this.#underWay.values())
    }
    await this.#note()
  }

  /** Notes when the next delivery is due that may be sent. What is asked for meanwhile waits for this, or this for it. */
  async #note() {
    const { municipalityCode, id } = this.#ref
    await this.#settings.database.transaction(async tx => {
      await tx.select({ id: webhookStates.subscriptionId }).from(webhookStates).where(isState(this.#ref)).for('update')
      await tx.execute(sql`
        update webhook_states state set due_at = (select min(due_at) from (${this.#earliest()}) earliest)
        where ${ofMunicipality(municipalityCode, 'state')} and state.subscription_id = ${id}`)
    })
  }

  /** Of each record that nothing is under way of the delivery that is to be sent first. */
  #earliest(): SQL {
    const { municipalityCode, id } = this.#ref
    const busy = sql.param([...this.#underWay.keys()])
    return sql`
      select distinct on (delivery.subject) delivery.* from webhook_deliveries delivery
      where ${ofMunicipality(municipalityCode, 'delivery')} and delivery.subscription_id = ${id}
        and delivery.status = 'waiting' and delivery.subject <> all(${busy}::text[])
      order by delivery.subject, delivery.change_number, delivery.event_sequence`
  }

  /** Reads what is due next; whether the subscription is still to be sent to. */
  async #fill(): Promise<boolean> {
    const { database, base } = this.#settings
    const sending = await findSending(database, this.#ref)
    if (!sending) return false
    this.#readAt = Date.now()
    this.#isProbe = sending.failureCount > 0
    await readFeed(database, this.#ref, sending)
    const due = await this.#due()
    const { municipalityCode } = this.#ref
    const events = await findEvents(
      database,
      municipalityCode,
      due.flatMap(({ eventSequence }) => eventSequence ?? [])
    )
    this.#queue = due.map(delivery => {
      const event = delivery.eventSequence === null ? null : events.get(delivery.eventSequence)!
      return { delivery, message: messageOf(delivery, event, base), sending }
    })
    return true
  }

  /** Those of them that are due. */
  async #due(): Promise<Due[]> {
    const { rows } = await this.#settings.database.execute<Due>(sql`
      select municipality_code as "municipalityCode", id, type, subject, change_number::float8 as "changeNumber",
        event_sequence::float8 as "eventSequence", failure_count as "failureCount", attempts
      from (${this.#earliest()}) earliest where due_at <= statement_timestamp()
      order by due_at, change_number, event_sequence limit ${this.#isProbe ? 1 : READ_AT_ONCE}`)
    return rows
  }

  #begin() {
    const most = this.#isProbe ? 1 : AT_ONCE
    while (this.#underWay.size < most && this.#queue.length > 0) {
      const { delivery, message, sending } = this.#queue.shift()!
      const { subject } = delivery
      const sent = this.#send(delivery, message, sending).finally(() => this.#underWay.delete(subject))
      this.#underWay.set(subject, sent)
      // It is awaited at the end; until then nobody need hear of it.
      sent.catch(() => {
        this.#isOver = true
      })
    }
  }

  async #send(delivery: Due, message: Message, sending: Sending): Promise<void> {
    const { url } = sending
    const [plain, tls] = this.#agents
    const tried = await attempt(
      {
        ...{ url, body: message.body, headers: headersOf(message, sending), signal: this.#settings.signal },
        agent: url.startsWith('https:') ? tls! : plain!
      },
      this.#settings
    )
    if (!tried) return
    webhookAttempted({ outcome: tried.outcome, seconds: tried.durationMs / 1_000 })
    if (tried.outcome === 'delivered') await this.#taken(delivery, tried)
    else await this.#notTaken(delivery, tried)
  }

  async #taken(delivery: Due, tried: Tried) {
    await this.#record(delivery, tried, {
      status: 'delivered',
      failureCount: 0,
      endedAt: sql`statement_timestamp()`
    })
    this.#failed.clear()
    if (!this.#isProbe) return
    // It is there again: what was put off meanwhile need not wait longer.
    const { database } = this.#settings
    await database.update(webhookStates).set({ failureCount: 0, retryAt: null }).where(isState(this.#ref))
    await database
      .update(webhookDeliveries)
      .set({ dueAt: sql`least(${webhookDeliveries.dueAt}, statement_timestamp())` })
      .where(isWaiting(this.#ref))
    this.#isProbe = false
  }

  async #notTaken(delivery: Due, tried: Tried) {
    const { pace, log } = this.#settings
    const failureCount = delivery.failureCount + 1
    const seconds = delayAfter(failureCount, pace)
    const isLong = sql`(${webhookDeliveries.triedSince} < moment.now - ${TRIED_FOR}::interval) is true`
    await this.#record(delivery, tried, {
      failureCount,
      triedSince: sql`least(${webhookDeliveries.triedSince}, moment.now)`,
      status: sql`case when ${isLong} then 'parked' else 'waiting' end`,
      endedAt: sql`case when ${isLong} then moment.now end`,
      dueAt: sql`moment.now + make_interval(secs => ${seconds})`
    })
    const { municipalityCode, id: subscriptionId } = this.#ref
    const { outcome, httpStatus, askedSeconds } = tried
    log.warn({ municipalityCode, subscriptionId, outcome, httpStatus }, 'a webhook was not taken')
    if (outcome === 'gone') return await this.#disable()
    this.#failed.add(delivery.subject)
    if (askedSeconds !== undefined) await this.#rest(askedSeconds)
    else if (this.#isProbe || this.#failed.size >= DOWN_AFTER) await this.#rest()
  }

  /** Keeps what came of an attempt; a delivery that was given up or made anew meanwhile is what that says. */
  async #record({ id, attempts }: Due, { askedSeconds: _, ...tried }: Tried, values: Values) {
    const kept: Attempt[] = [...attempts, tried].slice(-MOST_ATTEMPTS)
    await this.#settings.database
      .update(webhookDeliveries)
      .set({ ...values, attempts: kept })
      .from(sql`(select statement_timestamp() as now offset 0) moment`)
      .where(and(isWaiting(this.#ref), eq(webhookDeliveries.id, id)))
  }

  /** Leaves the receiver alone: for the seconds that it has asked for, else for longer each time. */
  async #rest(asked?: number) {
    if (this.#isOver) return
    this.#isOver = true
    const { database, pace } = this.#settings
    const [state] = await database
      .select({ count: webhookStates.failureCount })
      .from(webhookStates)
      .where(isState(this.#ref))
    const failureCount = state!.count + 1
    const seconds = asked ?? delayAfter(failureCount, { ...pace, most: pace.mostRest })
    const retryAt = sql`statement_timestamp() + make_interval(secs => ${seconds})`
    await database.update(webhookStates).set({ failureCount, retryAt }).where(isState(this.#ref))
  }

  async #disable() {
    this.#isOver = true
    const turn = { verb: 'disabled', status: 'disabled', reason: 'The receiver answered 410 Gone' } as const
    try {
      await this.#settings.database.transaction(tx => turnSubscription(tx, sender, this.#ref, turn))
    } catch (error) {
      // Somebody has withdrawn it meanwhile.
      if (!(error instanceof DomainError)) throw error
    }
  }
}

type Values = Parameters<ReturnType<Database['update']>['set']>[0]
