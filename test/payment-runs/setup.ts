import t, { type Test } from 'tap'
import type { Config } from '../../src/config.ts'
import { payeeAccounts } from '../../src/money/payee-accounts/record.ts'
import { paymentSettings } from '../../src/money/payee-accounts/settings-record.ts'
import type { payments } from '../../src/money/payments/record.ts'
import { recoveries, recoveryMovements } from '../../src/money/recoveries/record.ts'
import { aClock } from '../support/clock.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** The day on which these tests play, a Wednesday: banks are open then, whatever day it is. */
export const executionOn = '2026-11-25'
let moved: ReturnType<typeof aClock> | undefined

/** Moves the clock for the tests of a file; back where no day is named. */
export function clock(day?: string) {
  if (!moved) {
    moved = aClock(t)
    t.teardown(() => {
      moved = undefined
    })
  }
  moved(day)
}

export const OWN_ACCOUNT = '9912346'

/** A register whose municipality can pay, with short ways to runs, on the day on which these tests play unless told. */
export async function aRunRegister(t: Test, granted?: number, day = executionOn, config?: Partial<Config>) {
  clock(day)
  const register = await aMoneyRegister(t, granted, config)
  const { database, haninge, awardId, jour } = register
  const municipalityCode = '0136'

  const settings = () =>
    database.insert(paymentSettings).values({
      ...{ municipalityCode, debtorName: 'Haninge kommun', organisationNumber: '2120000084' },
      ...{ accountKind: 'bankgiro', accountNumber: OWN_ACCOUNT, bic: 'SWEDSESS' }
    })
  await settings()

  const run = (path: string, body: object = {}) => haninge('POST', `/payment-runs${path}`, body)
  const collect = (given: object = {}): Promise<Any> => made(run('', { dueTo: '2022-12-31', executionOn, ...given }))
  /** What is told where nothing can be collected. */
  const nothingToCollect = async (): Promise<Any> => {
    const { status, body } = await run('', { dueTo: '2022-12-31', executionOn })
    if (status === 409) return body
    throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
  }
  const items = async (id: string, query = ''): Promise<Any[]> =>
    (await made(haninge('GET', `/payment-runs/${id}/items?limit=1000&${query}`))).items
  const file = (id: string, query: string, accept = '*/*') =>
    haninge('GET', `/payment-runs/${id}/file?${query}`, undefined, { accept })

  /** A run that was handed to the bank, with its items. */
  const anExportedRun = async (given: object = {}) => {
    const { id } = await collect(given)
    await made(run(`/${id}/lock`))
    const exported = await made(run(`/${id}/export`))
    return { ...exported, items: await items(id, 'status=live') } as Any
  }
  const confirm = (id: string, rows: unknown, headers?: Record<string, string>) =>
    haninge('POST', `/payment-runs/${id}/confirmations`, rows, headers)
  const csv = (id: string, text: string | Buffer) => confirm(id, text, { 'content-type': 'text/csv' })
  const paid = ({ endToEndId }: Any, more: object = {}) => ({
    ...{ endToEndId, outcome: 'paid', paidOn: executionOn, voucherNumber: 'V-1' },
    ...more
  })

  /** A set-off of kronor from a payment, against a recovery of the same award. */
  const aSetOff = async (paymentId: string, amount: number) => {
    const claim = { municipalityCode, awardId, organisationId: jour, ground: 'unused' as const, amount }
    const [recovery] = await database
      .insert(recoveries)
      .values({ ...claim, decidedOn: '2022-01-02', dueOn: '2022-02-01' })
      .returning()
    const [movement] = await database
      .insert(recoveryMovements)
      .values({ municipalityCode, recoveryId: recovery!.id, kind: 'setOff', amount, paymentId })
      .returning()
    return movement!
  }

  const anAccount = async (given: Partial<typeof payeeAccounts.$inferInsert>) => {
    const [account] = await database
      .insert(payeeAccounts)
      .values({
        municipalityCode,
        organisationId: jour,
        accountKind: 'bankgiro',
        accountNumber: '50501055',
        registeredBy: 'person:registrar',
        ...given
      })
      .returning()
    return account!
  }
  const statusOf = async (paymentId: string) => {
    const { rows } = await database.$client.query('select * from payments where id = $1', [paymentId])
    return rows[0] as Any
  }

  return {
    ...{
      ...register,
      settings,
      run,
      collect,
      nothingToCollect,
      items,
      file,
      anExportedRun,
      confirm,
      csv,
      paid,
      aSetOff,
      anAccount
    },
    statusOf
  }
}

export type Payment = typeof payments.$inferSelect
