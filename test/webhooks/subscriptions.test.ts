import t from 'tap'
import { writePosition } from '../../src/platform/events/positions.ts'
import { FORBIDDEN } from '../support/forbidden-addresses.ts'
import { aRegister, type Client, made } from '../support/register.ts'

const register = await aRegister(t)
const { admin, client, database } = register
const path = '/0136/webhook-subscriptions'
const url = 'https://casefile.example.se/hooks'
const post = (body: object, at = '', who: Client = admin) => who('POST', `${path}${at}`, body)

const refused = (status: number, type: string, field?: string) => ({
  status,
  body: { type: new RegExp(`/${type}$`), ...(field && { violations: [{ field }] }) }
})

t.test('an address that leads into private networks, or holds credentials, is refused by its field', async t => {
  const strict = await aRegister(t, { allowPrivateAddresses: false })
  const { id } = await made(strict.admin('POST', path, { url }))
  for (const forbidden of FORBIDDEN) {
    const expected = refused(422, 'webhook-address-not-allowed', '/url')
    t.match(await strict.admin('POST', path, { url: forbidden }), expected, forbidden)
    t.match(
      await strict.admin('PATCH', `${path}/${id}`, { url: forbidden }, { 'if-match': '*' }),
      expected,
      `changed to ${forbidden}`
    )
  }
  t.match(await strict.admin('POST', path, { url: 'ftp://example.se' }), refused(400, 'validation', '/url'))
})

t.test('a subscription to what does not exist is refused by the place where it stands', async t => {
  const broken: [body: object, status: number, type: string, field: string][] = [
    [{ url, eventTypes: ['decision.created', 'decision.eaten'] }, 422, 'event-type-unknown', '/eventTypes/1'],
    [{ url, subjectTypes: ['decisions'] }, 422, 'event-type-unknown', '/subjectTypes/0'],
    [{ url, subjectIds: ['0136'] }, 400, 'validation', '/subjectIds/0'],
    [{ url, after: 'here' }, 400, 'position-not-valid', '/after'],
    [
      { url, after: writePosition(new Map([['2031', { number: 1, sequence: null }]])) },
      400,
      'position-not-valid',
      '/after'
    ],
    [{ url, secret: 'mine' }, 400, 'validation', '/secret'],
    [{}, 400, 'validation', '/url']
  ]
  for (const [body, status, type, field] of broken)
    t.match(await post(body), refused(status, type, field), JSON.stringify(body))
  const late = writePosition(new Map([['0136', { number: 9_999, sequence: null }]]))
  t.match(await post({ url, after: late }), { ...refused(410, 'position-gone'), body: { beginAfter: 'YQ' } })
})

t.test('the secret is answered when it is made, and stands nowhere else', async t => {
  const made1 = await made(post({ url, eventTypes: ['decision.created'] }))
  t.match(made1.secret, /^whsec_[\w+/]{43}=$/, '256 bits')
  const { id } = made1
  const rotated = await made(post({}, `/${id}/rotate-secret`))
  t.match(rotated.secret, /^whsec_/)
  t.not(rotated.secret, made1.secret)
  t.ok(Date.parse(rotated.previousSecretExpiresAt) > Date.now() + 23 * 3_600_000)
  const answers = await Promise.all(
    [path, `${path}/${id}`, `${path}/${id}/history`, '/0136/events?limit=1000'].map(at => made(admin('GET', at)))
  )
  for (const answer of answers) t.notMatch(JSON.stringify(answer), /whsec_|[sS]ecret":/)
  const { rows } = await database.$client.query('select before, after from events')
  t.notMatch(JSON.stringify(rows), /whsec_/)
  t.match(
    (await made(admin('GET', `${path}/${id}/history`))).items.map(({ type }: { type: string }) => type),
    ['webhookSubscription.created', 'webhookSubscription.secretRotated']
  )
})

t.test('two secrets are live at most, unless all older ones end at once', async t => {
  const { id } = await made(post({ url }))
  await made(post({ previousValidHours: 1 }, `/${id}/rotate-secret`))
  t.match(await post({}, `/${id}/rotate-secret`), refused(409, 'webhook-secret-live'))
  t.match(await post({ previousValidHours: 169 }, `/${id}/rotate-secret`), refused(400, 'validation'))
  t.match(await made(post({ previousValidHours: 0 }, `/${id}/rotate-secret`)), { previousSecretExpiresAt: null })
  await made(post({}, `/${id}/rotate-secret`))
})

t.test('whoever subscribes holds the scope, may read events, and is of the municipality', async t => {
  const writer = await client({ scopes: ['webhooks:write', 'webhooks:read'] })
  t.match(await post({ url }, '', writer), { status: 403, body: { type: /scope-missing$/, scope: 'events:read' } })
  const reader = await client({ scopes: ['events:read', 'webhooks:read'] })
  t.match(await post({ url }, '', reader), { status: 403, body: { scope: 'webhooks:write' } })
  const { id } = await made(post({ url }, '', await client({ scopes: ['webhooks:write', 'events:read'] })))
  for (const [body, act] of [
    [{ deliveryId: id }, 'redeliver'],
    [{ after: '' }, 'redeliver']
  ] as const)
    t.match(await post(body, `/${id}/${act}`, writer), { status: 403, body: { scope: 'events:read' } })
  const stranger = await client({ municipalityCodes: ['2031'] })
  t.equal((await stranger('GET', `${path}/${id}`)).status, 404)
  for (const part of ['', '/deliveries', '/history'])
    t.equal((await stranger('GET', `/2031/webhook-subscriptions/${id}${part}`)).status, 404, part)
  for (const act of ['pause', 'resume', 'test', 'redeliver', 'rotate-secret'])
    t.equal((await stranger('POST', `/2031/webhook-subscriptions/${id}/${act}`, {})).status, 404, act)
})

t.test('what is sent again is one delivery, or one range of an active subscription', async t => {
  const { id } = await made(post({ url }))
  const again = (body: object) => post(body, `/${id}/redeliver`)
  const unknown = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  for (const body of [{}, { until: '' }, { deliveryId: unknown, after: '' }])
    t.match(await again(body), refused(422, 'redelivery-not-valid'), JSON.stringify(body))
  t.equal((await again({ deliveryId: unknown })).status, 404)
  t.match(await again({ after: 'x' }), refused(400, 'position-not-valid', '/after'))
  t.match(await again({ after: '', until: 'x' }), refused(400, 'position-not-valid', '/until'))
  await made(post({ reason: 'Flytt' }, `/${id}/pause`))
  for (const [act, body] of [
    ['redeliver', { after: '' }],
    ['test', {}]
  ] as const)
    t.match(await post(body, `/${id}/${act}`), refused(409, 'webhook-subscription-not-active'), act)
  t.match(await made(post({}, `/${id}/resume`)), { status: 'active', statusReason: null })
  await made(post({ reason: 'Klart' }, `/${id}/withdraw`))
  t.match(await post({}, `/${id}/resume`), refused(409, 'webhook-subscription-withdrawn'))
  t.match(await post({}, `/${id}/rotate-secret`), refused(409, 'webhook-subscription-withdrawn'))
})

t.test('a municipality has fifty subscriptions, and others have theirs', async t => {
  const { rows } = await database.$client.query(
    `select count(*)::int as count from webhook_subscriptions where municipality_code = '0136' and withdrawn_at is null`
  )
  for (let count = rows[0].count; count < 50; count++) await made(post({ url }))
  t.match(await post({ url }), refused(409, 'webhook-subscriptions-too-many'))
  t.equal((await admin('POST', '/2031/webhook-subscriptions', { url })).status, 201)
  const [first] = (await made(admin('GET', path))).items
  await made(post({ reason: 'Klart' }, `/${first.id}/withdraw`))
  t.equal((await post({ url })).status, 201)
})
