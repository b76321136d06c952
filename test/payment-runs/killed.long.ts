import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { nextWorkingDay } from '../../src/register/decisions/calendar-rules.ts'
import { aService } from '../commands/cli.ts'
import { kill } from '../support/embedded.ts'
import { aRunRegister, clock } from './setup.ts'

// The service is started three times.

t.test(
  'killed between export and confirmation, and in the midst of one, the service loses and doubles nothing',
  async t => {
    // The service has a process of its own, and a clock that nobody moves.
    clock()
    const day = today()
    const executionOn = nextWorkingDay(day)
    const { anApprovedPayment, database, entries } = await aRunRegister(t, undefined, day)
    for (let n = 0; n < 200; n++) await anApprovedPayment({ amount: 1_000 + n / 100 })
    const { secret } = await createApiKey(database, { name: 'ekonomi', municipalityCodes: ['0136'], scopes: ['*'] })
    const { connectionString } = database.$client.lanes.requests.pool.options
    const env = { DATABASE_URL: connectionString!, LOG_LEVEL: 'info' }
    let service = await aService(t, env)
    const ask = (method: string, path: string, body?: object) =>
      fetch(`${service.address}${apiPrefix}/0136/payment-runs${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) })
      })
    const file = async (id: string) => {
      const answer = await ask('GET', `/${id}/file?format=pain.001.001.09`)
      t.equal(answer.status, 200)
      return await answer.text()
    }
    const restart = async () => {
      await kill(service.child)
      service = await aService(t, env)
    }

    const { id } = (await (await ask('POST', '', { dueTo: '2022-12-31', executionOn })).json()) as { id: string }
    await ask('POST', `/${id}/lock`, {})
    t.match(await (await ask('POST', `/${id}/export`, {})).json(), { status: 'exported', transactionCount: 200 })
    const before = await file(id)
    await restart()

    t.equal(await file(id), before, 'the file is the same to the byte')
    t.match(await (await ask('POST', `/${id}/export`, {})).json(), { status: 'exported', controlSum: 200_199 })
    const ids = [...before.matchAll(/<EndToEndId>(\w+)</g)].map(([, endToEndId]) => endToEndId!)
    t.equal(new Set(ids).size, 200)
    const rows = ids.map(endToEndId => ({ endToEndId, outcome: 'paid', paidOn: executionOn, voucherNumber: 'V-1' }))
    // Answered or not: whoever asked cannot know what came of it.
    const cut = ask('POST', `/${id}/confirmations`, { rows }).catch(() => null)
    await new Promise(resolve => setTimeout(resolve, 40))
    await restart()
    await cut

    const answer = (await (await ask('POST', `/${id}/confirmations`, { rows })).json()) as Record<string, number>
    t.match(answer, { status: 'confirmed', rejectedCount: 0 })
    t.equal(answer.paidCount! + answer.unchangedCount!, 200)
    t.equal(await file(id), before)
    const paid = await database.$client.query(
      `select count(*)::int as payments, sum(amount)::text as amount from payments where status = 'paid'`
    )
    t.strictSame(paid.rows, [{ payments: 200, amount: '200199.00' }])
    const events = await database.$client.query(`select count(*)::int as n from events where type = 'payment.paid'`)
    t.strictSame(events.rows, [{ n: 200 }])
    const booked = (await entries('kind=paid')).map(({ amount }) => Math.round(Number(amount) * 100))
    t.equal(booked.length, 200)
    t.equal(
      booked.reduce((sum, öre) => sum + öre, 0),
      20_019_900
    )
  }
)
