import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { servePage } from '../../examples/web-page/serve.ts'
import { today } from '../../src/base/dates.ts'
import { root } from '../support/embedded.ts'
import { aStartedService, ran } from './service.ts'

const { openSchemes, runningAgreements, grantsOfTenYears, sumOf } = await import(
  join(root, 'examples/web-page/data.js')
)

const { origin, server } = await servePage(0)
t.teardown(() => {
  server.closeAllConnections()
  server.close()
})
// A window is never narrower than 500 pixels; a frame is. It tells how wide its content is once it is shown.
const frame = `<!doctype html><title>waiting</title><body style="margin:0"><script>
  const frame = document.createElement('iframe')
  Object.assign(frame, { src: location.href.replace('/frame', '/'), width: 390, height: 1900, style: 'border:0' })
  document.body.append(frame)
  setInterval(() => {
    const { dataset, scrollWidth } = frame.contentDocument.documentElement
    document.title = dataset.state + ': ' + scrollWidth + ' of ' + frame.clientWidth
  }, 100)
</script>`
const [page] = server.rawListeners('request')
server.removeAllListeners('request')
server.on('request', (request, response) => {
  if (!request.url?.startsWith('/frame')) return page?.call(server, request, response)
  response.writeHead(200, { 'content-type': 'text/html' }).end(frame)
})
const { api, ask } = await aStartedService(t, { CORS_ORIGINS: origin })
const published = { publishesSchemes: true, publishesDecisions: true, publishesAgreements: true }
await ask('PUT', '/municipalities/0136', { name: 'Haninge', ...published })
await ask('PUT', '/municipalities/2031', { name: 'Rättvik' })
const year = Number(today().slice(0, 4))

/** A municipality with a scheme that is open and one that is closed, an agreement, and grants of nine of ten years. */
async function fill() {
  const post = (path: string, body: object) => ask('POST', `/0136${path}`, body)
  const body = await post('/bodies', { name: 'Kultur- och fritidsnämnden', kind: 'committee' })
  const open = { name: 'Verksamhetsbidrag', kind: 'operating', status: 'open', bodyId: body.id }
  const scheme = await post('/schemes', { ...open, description: 'För föreningar som är öppna för alla.' })
  await post(`/schemes/${scheme.id}/windows`, { kind: 'fixed', opensOn: `${year}-01-01`, closesOn: `${year}-12-31` })
  const rolling = await post('/schemes', { name: 'Startbidrag', kind: 'operating', status: 'open' })
  await post(`/schemes/${rolling.id}/windows`, { kind: 'rolling' })
  await post('/schemes', { name: 'Vilande bidrag', kind: 'operating', status: 'closed' })
  const organisation = await post('/organisations', { name: '<b>Jordbro</b> Världsorkester' })
  const agreement = await post('/agreements', {
    ...{ kind: 'partnership', title: 'Musik för unga', purpose: 'Orkesterskola i Jordbro' },
    parties: [
      { key: 'k', kind: 'body', role: 'responsible', bodyId: body.id },
      { key: 'p', kind: 'organisation', role: 'partner', organisationId: organisation.id }
    ],
    term: { validFrom: `${year - 1}-01-01`, validTo: `${year + 1}-12-31` }
  })
  await post(`/agreements/${agreement.id}/decide`, {})
  await post(`/agreements/${agreement.id}/sign`, { signedOn: `${year - 1}-01-01` })
  for (let before = 0; before < 9; before++) {
    const line = { recipients: [{ organisationId: organisation.id }], schemeId: scheme.id, outcome: 'granted' }
    const amounts = [
      { granted: (30_000_010 - before * 2_000_000) / 100 },
      ...(before === 3 ? [{ grantedCertainty: 'unknown' }] : [])
    ]
    const lines = amounts.map((amount, at) => ({ ...line, ...amount, purpose: `Ändamål ${at}` }))
    await post('/decisions', { bodyId: body.id, decidedOn: `${year - before}-01-02`, lines })
  }
}
await fill()

t.test('what the page reads is what the register has granted, to the öre', async t => {
  const schemes = await openSchemes(api, '0136')
  t.match(schemes, [
    { name: 'Startbidrag', closesOn: null },
    { name: 'Verksamhetsbidrag', closesOn: `${year}-12-31`, bodyName: 'Kultur- och fritidsnämnden' }
  ])
  t.equal(schemes.length, 2, 'the closed one is not there')
  t.match(await runningAgreements(api, '0136'), [
    {
      title: 'Musik för unga',
      partners: ['<b>Jordbro</b> Världsorkester'],
      endsOn: `${year + 1}-12-31`,
      isCertain: true
    }
  ])
  const years = await grantsOfTenYears(api, '0136', year)
  t.match(years[0], { year: year - 9, count: 0, ore: 0 })
  t.match(years[6], { year: year - 3, count: 2, ore: 24_000_010, unknownCount: 1 })
  t.match(years[9], { year, count: 1, ore: 30_000_010, unknownCount: 0 })
  const { total } = await ask('GET', '/0136/statistics/grant-totals')
  t.equal(
    years.reduce((sum: number, { ore }: { ore: number }) => sum + ore, 0),
    Math.round(total.granted * 100)
  )
  for (const read of [openSchemes, runningAgreements, grantsOfTenYears])
    t.notOk(await read(api, '2031', year), 'not published')
  await t.rejects(openSchemes('http://nobody.invalid', '0136'), Error)
})

t.test('sums are exact where kronor would not be', async t => {
  const grants = [{ amountAwarded: 0.1 }, { amountAwarded: 0.2 }, { amountAwarded: 999_999_999.99 }]
  t.equal(sumOf(grants).ore, 30 + 99_999_999_999)
})

t.test('another origin is not let in', async t => {
  const allowed = async (from: string) =>
    (await fetch(`${api}/0136/public/schemes`, { headers: { origin: from } })).headers.get(
      'access-control-allow-origin'
    )
  t.equal(await allowed(origin), origin)
  t.equal(await allowed('https://other.example.se'), null)
})

t.test('colours of the page have the contrast that WCAG AA demands, light and dark', async t => {
  const style = readFileSync(join(root, 'examples/web-page/style.css'), 'utf8')
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map(at => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const contrast = (a: string, b: string) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
    return (light! + 0.05) / (dark! + 0.05)
  }
  const schemes = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, text]) =>
    Object.fromEntries([...text!.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, value]) => [name, value]))
  )
  t.equal(schemes.length, 2)
  for (const { ground, card, ink, quiet, accent, bar } of schemes) {
    for (const text of [ink, quiet, accent])
      for (const on of [ground, card]) t.ok(contrast(text, on) >= 4.5, `${text} on ${on}`)
    t.ok(contrast(bar, ground) >= 3, 'a bar is seen (1.4.11)')
  }
})

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  name => spawnSync(name, ['--version']).status === 0
)
const skip = chromium === undefined && 'no Chromium here'

t.test('the page loads without an error, light, dark and 390 pixels wide', { skip }, async t => {
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-page-'))
  t.teardown(() => rm(home, { recursive: true, maxRetries: 5 }))
  const address = `${origin}/?${new URLSearchParams({ api, kommun: '0136' })}`
  const looks = { light: [], dark: ['--blink-settings=preferredColorScheme=0'], narrow: ['--window-size=500,1900'] }
  for (const [look, options] of Object.entries(looks)) {
    const picture = process.env.PICTURES ? [`--screenshot=${process.env.PICTURES}/${look}.png`] : ['--dump-dom']
    const { stdout, stderr } = await ran(chromium!, [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--lang=sv'],
      ...[
        `--user-data-dir=${home}`,
        '--enable-logging=stderr',
        '--virtual-time-budget=8000',
        '--window-size=1200,1700'
      ],
      ...[...options, ...picture, look === 'narrow' ? address.replace('/?', '/frame?') : address]
    ])
    t.notMatch(stderr, /CONSOLE/, `${look}: nothing in the console`)
    if (process.env.PICTURES) continue
    if (look === 'narrow') {
      t.match(stdout, /<title>shown: 390 of 390<\/title>/, 'nothing is wider than the screen')
      continue
    }
    t.match(stdout, /<html lang="sv" data-state="shown">/, look)
    t.match(stdout, /Sök senast 31 december \d{4}/)
    t.match(stdout, /&lt;b&gt;Jordbro&lt;\/b&gt; Världsorkester/, 'a name is text')
    t.equal(stdout.match(/<th scope="row">/g)?.length, 10)
    t.match(stdout, /<canvas id="chart"[^>]* width="\d{3,}"/, 'the chart is drawn')
  }
})
