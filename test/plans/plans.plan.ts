import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { appOf } from '../support/app.ts'
import { aClock } from '../support/clock.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { before, doFurther } from '../support/fuller.ts'
import { playAll } from '../support/play-all.ts'
import { clientOf, made, type Register } from '../support/register.ts'
import { askAll, type Told } from './ask.ts'
import { exceptions } from './exceptions.ts'
import { APART, multiply } from './multiply.ts'

/**
 * Every question of the document, put to an ordinary one of twelve municipalities with 1 100 000 ledger entries and 300 000 payments,
 * a hundredth of them its own; what PostgreSQL did is read from its own plans. `npm run test:plans`.
 */

aClock(t)('2023-06-07')

const FIRST = '0136'
const ORDINARY = { code: '0180', nth: 1, copies: 60 }
const others = Array.from({ length: 10 }, (_, at) => ({ code: String(3000 + at), nth: at + 2, copies: 500 }))

/** One municipality with something of everything. */
async function playOne(t: Test, url: string) {
  const { app, database, close } = await appOf(t, url)
  const newKey: Register['newKey'] = ({ name = 'test' } = {}) =>
    createApiKey(database, { name, municipalityCodes: null, scopes: ['*'] })
  const client: Register['client'] = async key => clientOf(app, (await newKey(key)).secret)
  const admin = await client()
  const register = { app, database, config: loadConfig({ DATABASE_URL: url }), admin, client, newKey }
  const publishes = {
    ...{ publishesSchemes: true, publishesDecisions: true },
    ...{ publishesAgreements: true, publishesPayments: true }
  }
  await made(admin('PUT', `/municipalities/${FIRST}`, { name: 'Haninge' }))
  const ids = await playAll(register, FIRST)
  await made(admin('PUT', `/municipalities/${FIRST}`, { name: 'Haninge', ...publishes }, { 'if-match': '*' }))
  for (const further of before(ids)) await doFurther(admin, FIRST, further)
  await close()
  return ids
}

const url = await createDatabase(t)
const ids = await playOne(t, url)
await multiply(url, FIRST, [ORDINARY, ...others], { money: 3, traces: 0.1 })
await query(url, 'vacuum analyze')
const copy = { code: ORDINARY.code, k: ORDINARY.nth * APART + 3, ids, now: '2026-01-01T00:00:00Z' }

const met = new Set<unknown>()
/** The questions of a fault that no exception names. */
const unexcused = (fault: Told): string[] =>
  [...fault.questions].filter(question => {
    const one = exceptions.find(
      each => each.rule === fault.rule && each.tables.test(fault.table) && each.operations.test(question)
    )
    met.add(one)
    return one === undefined
  })

function hold(t: Test, told: Told[]) {
  for (const fault of told) {
    const { rule, table, index, found, most, statement } = fault
    const questions = unexcused(fault)
    if (questions.length > 0)
      t.fail(`${rule}: ${table} by ${index}, ${found} where ${most} may be`, { questions, statement })
  }
}

t.test('nothing takes longer because others have much', async t => {
  const { answered, refused, told } = await askAll(t, url, copy)
  t.ok(answered > 1_400, `${answered} questions are answered, and ${refused.length} refused`)
  hold(t, told)
})

t.test('nor with the plans for any value that prepared statements get', async t => {
  const { told } = await askAll(t, url, copy, { anyValue: true })
  hold(t, told)
})

t.test('an exception that no plan needs any more is not kept', async t => {
  const unneeded = exceptions.filter(one => !met.has(one))
  t.strictSame(
    unneeded.map(({ rule, tables, operations }) => `${rule} ${tables} ${operations}`),
    []
  )
})

t.test('without an index, the list that needs it is named, with its filter and its statement', async t => {
  await query(url, 'drop index payments_voucher')
  const { told } = await askAll(t, url, copy, { only: 'listPayments?voucherNumber' })
  t.match(told, [{ rule: 'reads long for a page', table: 'payments', statement: /voucher_number/ }])
  t.strictSame([...told[0]!.questions], ['listPayments?voucherNumber'])
})
