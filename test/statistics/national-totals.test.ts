import t from 'tap'
import { aRegister, made } from '../support/register.ts'

/** Two municipalities that granted, and a third that did not. */
async function twoThatGranted(t: Parameters<typeof aRegister>[0]) {
  const register = await aRegister(t)
  for (const [code, granted] of [
    ['0136', 100.5],
    ['2031', 200]
  ] as const) {
    const post = (path: string, body: object) => made(register.admin('POST', `/${code}${path}`, body))
    const { id: bodyId } = await post('/bodies', { name: 'Nämnden', kind: 'committee' })
    const { id } = await post('/organisations', { name: 'Föreningen' })
    const lines = [{ recipients: [{ organisationId: id }], outcome: 'granted', grantYearFrom: 2022, granted }]
    await post('/decisions', { bodyId, decidedOn: '2021-12-14', lines })
  }
  return register
}

t.test('one question answers the totals of every municipality that the key is for', async t => {
  const { admin, client } = await twoThatGranted(t)
  t.match(await made(admin('GET', '/statistics/payment-totals')), {
    items: [
      { municipalityCode: '0136', municipalityName: 'Haninge', year: 2022, granted: 100.5, unpaidOfGranted: 100.5 },
      { municipalityCode: '2031', municipalityName: 'Rättvik', year: 2022, granted: 200, paid: 0 }
    ],
    total: { granted: 300.5 }
  })
  t.match(await made(admin('GET', '/statistics/payment-totals?groupBy=year&yearBasis=decision')), {
    items: [{ year: 2021, granted: 300.5 }]
  })
  const haninge = await client({ municipalityCodes: ['0136'], scopes: ['statistics:read'] })
  t.match(await made(haninge('GET', '/statistics/payment-totals?groupBy=municipality')), {
    items: [{ municipalityCode: '0136', granted: 100.5 }],
    total: { granted: 100.5 }
  })
  const nobody = await client({ municipalityCodes: [], scopes: ['statistics:read'] })
  t.match(await made(nobody('GET', '/statistics/payment-totals')), { items: [], total: { granted: 0 } })
  t.match(await (await client({ scopes: ['decisions:read'] }))('GET', '/statistics/payment-totals'), { status: 403 })
})

t.test('they are the same as each municipality answers by itself, and are had as CSV', async t => {
  const { admin } = await twoThatGranted(t)
  const { items } = await made(admin('GET', '/statistics/payment-totals?yearBasis=payment'))
  for (const { municipalityCode, municipalityName, ...row } of items) {
    const own = await made(admin('GET', `/${municipalityCode}/statistics/payment-totals?yearBasis=payment`))
    t.match(own.items, [row], municipalityName)
  }
  const csv = await admin('GET', '/statistics/payment-totals', undefined, { accept: 'text/csv' })
  t.match(
    csv.body,
    /^\uFEFFmunicipalityCode,municipalityName,year,yearTo,granted,[^\n]+\r\n0136,Haninge,2022,,100.5,0,/
  )
})

t.test('grants over municipalities are those that each answers by itself, of those that are asked for', async t => {
  const { admin, client } = await twoThatGranted(t)
  const path = '/statistics/grant-totals'
  for (const yearBasis of ['decision', 'grant']) {
    const { items, total } = await made(
      admin('GET', `${path}?groupBy=municipality,year,outcome&yearBasis=${yearBasis}`)
    )
    t.equal(items.length, 2)
    for (const { municipalityCode, municipalityName, ...row } of items) {
      const own = await made(admin('GET', `/${municipalityCode}${path}?groupBy=year,outcome&yearBasis=${yearBasis}`))
      t.same(own.items, [row], municipalityName)
    }
    t.same(total, {
      ...{ lineCount: 2, awardCount: 2, organisationCount: 2, applied: null, granted: 300.5, reserved: 0 },
      ...{ unknownCount: 0, appliedUnknownCount: 2 }
    })
  }
  const only = await made(admin('GET', `${path}?groupBy=year&municipalityCodes=2031`))
  t.match(only, { items: [{ year: 2021, granted: 200, lineCount: 1 }], total: { granted: 200 } })
  t.match(await made(admin('GET', '/statistics/payment-totals?municipalityCodes=2031,0136')), {
    total: { granted: 300.5 }
  })
  t.match(await made(admin('GET', `${path}?yearFrom=2022`)), { items: [], total: { lineCount: 0, granted: 0 } })

  const haninge = await client({ municipalityCodes: ['0136'], scopes: ['statistics:read'] })
  t.match(await made(haninge('GET', path)), { items: [{ municipalityCode: '0136' }], total: { granted: 100.5 } })
  for (const totals of ['grant-totals', 'payment-totals'])
    t.match(await haninge('GET', `/statistics/${totals}?municipalityCodes=0136,2031`), { status: 404 })
  for (const codes of ['', '136', '0136;2031', '0136,', Array.from({ length: 301 }, () => '0136').join(',')])
    t.match(await admin('GET', `${path}?municipalityCodes=${codes}`), {
      status: 400,
      body: { violations: [{ field: 'municipalityCodes' }] }
    })
  const csv = await admin('GET', `${path}?groupBy=municipality`, undefined, { accept: 'text/csv' })
  t.match(csv.body, /^\uFEFFmunicipalityCode,municipalityName,lineCount,[^\n]+\r\n0136,Haninge,1,1,1,,100.5,0,0,1/)
})
