import t from 'tap'
import { requester } from '../support/app.ts'
import { aRegister, made } from '../support/register.ts'

const { admin, app } = await aRegister(t)
const ask = requester(app)

const publish = async (code: string, publishesSchemes: boolean) => {
  const { name } = await made(admin('GET', `/municipalities/${code}`))
  await made(admin('PUT', `/municipalities/${code}`, { name, publishesSchemes }, { 'if-match': '*' }))
}
const body = await made(admin('POST', '/0136/bodies', { name: 'Kulturnämnden', kind: 'committee' }))
const year = new Date().getFullYear()
const scheme = async (code: string, name: string, window: object | null, more: object = {}) => {
  const one = await made(admin('POST', `/${code}/schemes`, { name, kind: 'operating', status: 'open', ...more }))
  if (window) await made(admin('POST', `/${code}/schemes/${one.id}/windows`, window))
  return one
}
const fixed = (opensOn: string, closesOn: string) => ({ kind: 'fixed', opensOn, closesOn })
const open = await scheme('0136', 'Kulturstöd', fixed(`${year - 1}-01-01`, `${year + 1}-12-30`), {
  ...{ bodyId: body.id, description: 'För föreningar med körsång', categories: ['kultur'] }
})
await made(admin('POST', '/0136/budgets', { bodyId: body.id, schemeId: open.id, year, amount: 1830000.5 }))
const coming = await scheme('0136', 'Kommande', fixed(`${year + 2}-01-01`, `${year + 2}-02-01`))
const past = await scheme('1862', 'Förra årets', fixed('2018-01-01', '2018-02-01'))
const unsaid = await scheme('1862', 'Utan tider', null)
const hidden = await scheme('2031', 'Inte publicerat', null)
await publish('0136', true)
await publish('1862', true)

const search = (question: unknown) => ask('POST', '/common-grants/opportunities/search', question)
const ids = (answer: { body: { items: { id: string }[] } }) => answer.body.items.map(({ id }) => id)

t.test('opportunities are listed in the envelope of the protocol, of the municipalities that publish', async t => {
  for (const address of ['/common-grants/opportunities', '/common-grants/opportunities/']) {
    const answer = await ask('GET', address)
    t.match(answer, { status: 200, body: { status: 200, message: 'Success' } })
    t.strictSame(answer.body.paginationInfo, { page: 1, pageSize: 100, totalItems: 4, totalPages: 1 })
    t.strictSame(new Set(ids(answer)), new Set([open.id, coming.id, past.id, unsaid.id]))
    t.notMatch(JSON.stringify(answer.body), /Inte publicerat/)
  }
  const pages = [1, 2, 3].map(page => ask('GET', `/common-grants/opportunities?page=${page}&pageSize=3`))
  const [first, second, third] = await Promise.all(pages)
  t.equal(new Set([...ids(first!), ...ids(second!)]).size, 4)
  t.match(third!.body, { items: [], paginationInfo: { page: 3, totalPages: 2 } })
})

t.test('one is shown with money in decimal strings, key dates, and what is ours as custom fields', async t => {
  const { status, body } = await ask('GET', `/common-grants/opportunities/${open.id}`)
  t.equal(status, 200)
  t.match(body.data, {
    ...{ id: open.id, title: 'Kulturstöd', description: 'För föreningar med körsång', status: { value: 'open' } },
    funding: { totalAmountAvailable: { amount: '1830000.50', currency: 'SEK' } },
    keyDates: { closeDate: { eventType: 'singleDate', date: `${year + 1}-12-30` } },
    customFields: {
      municipality: { name: 'municipality', fieldType: 'object', value: { code: '0136', name: 'Haninge' } },
      categories: { fieldType: 'array', value: ['kultur'] }
    },
    createdAt: /Z$/,
    lastModifiedAt: /Z$/
  })
  const statuses = [coming, past, unsaid].map(({ id }) => ask('GET', `/common-grants/opportunities/${id}`))
  t.strictSame(
    (await Promise.all(statuses)).map(answer => answer.body.data.status.value),
    ['forecasted', 'closed', 'custom']
  )
})

t.test('a search takes words, filters and an order, and tells what it took', async t => {
  const questions: [question: object, found: { id: string }[]][] = [
    [{}, [unsaid, past, coming, open]],
    [{ search: 'körsång' }, [open]],
    [{ search: 'ingenting sådant' }, []],
    [{ filters: { status: { operator: 'in', value: ['open', 'forecasted'] } } }, [coming, open]],
    [{ filters: { status: { operator: 'notIn', value: ['open'] } } }, [unsaid, past, coming]],
    [{ filters: { customFilters: { municipality: { operator: 'in', value: ['1862'] } } } }, [unsaid, past]],
    [
      {
        filters: { closeDateRange: { operator: 'between', value: { min: `${year}-01-01`, max: `${year + 1}-12-31` } } }
      },
      [open]
    ],
    ...['SEK', 'USD'].map(currency => {
      const [min, max] = ['1830000.5', '2000000'].map(amount => ({ amount, currency }))
      const filters = { totalFundingAvailableRange: { operator: 'between', value: { min, max } } }
      return [{ filters }, currency === 'SEK' ? [open] : []] as [object, { id: string }[]]
    }),
    [{ sorting: { sortBy: 'title', sortOrder: 'asc' } }, [past, coming, open, unsaid]],
    [{ sorting: { sortBy: 'keyDates.closeDate', sortOrder: 'desc' }, pagination: { pageSize: 2 } }, [coming, open]]
  ]
  for (const [question, found] of questions) {
    const answer = await search(question)
    const said = JSON.stringify(question)
    t.strictSame(
      ids(answer),
      found.map(({ id }) => id),
      said
    )
    t.match(
      answer.body,
      { status: 200, sortInfo: { sortBy: String, sortOrder: String }, filterInfo: { filters: {} } },
      said
    )
  }
})

t.test('errors have the form of the protocol, and nothing is answered by a fault', async t => {
  const wrong: [method: string, path: string, body: unknown, status: number][] = [
    ['GET', `/opportunities/${hidden.id}`, undefined, 404],
    ['GET', '/opportunities/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', undefined, 404],
    ['GET', '/opportunities/nonsense', undefined, 400],
    ['GET', '/opportunities?page=0', undefined, 400],
    ['GET', '/opportunities?pageSize=100000', undefined, 400],
    ['GET', '/opportunities?colour=red', undefined, 400],
    ['POST', '/opportunities/search', { filters: { status: 'open' } }, 400],
    ['POST', '/opportunities/search', { sorting: { sortBy: 'colour' } }, 400],
    ['POST', '/opportunities/search', { pagination: { page: -1 } }, 400],
    ['POST', '/opportunities/search', [1], 400]
  ]
  for (const [method, path, sent, status] of wrong) {
    const answer = await ask(method, `/common-grants${path}`, sent)
    t.match(answer, { status, body: { status, message: String, errors: Array } }, `${method} ${path}`)
  }
})
