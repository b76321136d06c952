import t from 'tap'
import { anApp, type Register } from './setup.ts'

const aRegister = await anApp(t)

type Titled = { title: string | null }
const anAgreement = (register: Register, title: string | null, parties: object[], more: object = {}) =>
  register.make('agreements', {
    kind: 'partnership',
    ...(title && { title }),
    parties: parties.map((party, at) => ({ key: `p${at}`, kind: 'organisation', role: 'partner', ...party })),
    term: { validFrom: '2022-01-01' },
    ...more
  })
/** Titles of what a search finds; `read`: by a caller who may only read. */
const searching =
  ({ ask, read }: Register) =>
  async (text: string, more = '') => {
    const path = `agreements?search=${encodeURIComponent(text)}${more}`
    const [all, reading] = [await ask('GET', path), await read(path)]
    t.strictSame(
      all.body.items.map(({ id }: { id: string }) => id),
      reading.body.items.map(({ id }: { id: string }) => id)
    )
    return all.body.items.map(({ title }: Titled) => title) as (string | null)[]
  }

t.test('an agreement is found by its title, its diary number and the names of its parties', async t => {
  const register = await aRegister()
  const found = searching(register)
  const journal = await register.anOrganisation('Haninge Kvinnojour')
  await anAgreement(register, 'Samverkan mot våld, 50 % stöd', [{ organisationId: journal }], {
    diaryNumber: 'SN 2021/0144'
  })
  await anAgreement(register, 'Läger', [
    { kind: 'body', role: 'responsible', bodyId: register.bodyId },
    { kind: 'region', name: 'Région "Sörmland"' }
  ])
  const [violence, camp] = ['Samverkan mot våld, 50 % stöd', 'Läger']
  for (const [text, expected] of [
    ['våldet samverkans', [violence]],
    ['SN 2021/0144', [violence]],
    ['0144', [violence]],
    ['kvinnojouren haninges', [violence]],
    ['socialnämndens', [camp]],
    ['region sormland', [camp]],
    ['lägret', []],
    ['läger', [camp]],
    ['%', [violence]],
    ['_', []],
    ['null', []],
    ['title', []],
    // Its words in one party's name, or all in what the agreement says itself.
    ['våld kvinnojour', []],
    ['finns inte', []]
  ] as const) {
    t.strictSame(await found(text), expected, text)
  }
  t.strictSame(await found('socialnämnden', '&status=draft'), [camp])
  t.strictSame(await found('socialnämnden', '&status=signed'), [])
  t.strictSame(await searching(await aRegister())('våld'), [], 'of another municipality')
})

t.test('by a name that a party had, and by those of what was merged with it', async t => {
  const register = await aRegister()
  const { ask } = register
  const found = searching(register)
  const old = await register.anOrganisation('Solstrålen')
  const next = await register.anOrganisation('Månskenet')
  const other = await register.anOrganisation('Norrskenet')
  await anAgreement(register, 'Om dagen', [{ organisationId: old }])
  await anAgreement(register, 'Om natten', [{ organisationId: next }])
  await anAgreement(register, 'Om vintern', [{ organisationId: other }])
  await ask('PATCH', `organisations/${old}`, { name: 'Gryningen' }, { 'if-match': '*' })
  for (const name of ['solstrålar', 'gryningens']) t.strictSame(await found(name), ['Om dagen'], name)
  t.match(await ask('POST', `organisations/${old}/merge`, { mergedIntoId: next, reason: 'En' }), { status: 200 })
  for (const name of ['Solstrålen', 'Gryningen', 'Månsken']) {
    t.strictSame(await found(name), ['Om dagen', 'Om natten'], name)
  }
  await ask('PATCH', `bodies/${register.bodyId}`, { name: 'Välfärdsnämnden' }, { 'if-match': '*' })
  await anAgreement(register, 'Av nämnden', [{ kind: 'body', role: 'responsible', bodyId: register.bodyId }])
  for (const name of ['välfärd', 'socialnämnd']) t.strictSame(await found(name), ['Av nämnden'], name)
})

t.test('the true name of a confidential party finds nothing, whatever of the agreement said it', async t => {
  const register = await aRegister()
  const { ask } = register
  const found = searching(register)
  const name = 'Skyddade boendet Vintergatan'
  const id = await register.anOrganisation(name)
  await ask('POST', `organisations/${id}/names`, { name: 'Jouren Karlavagnen', validTo: '2010-12-31' })
  await anAgreement(register, `Avtal med ${name}`, [{ organisationId: id }])
  await anAgreement(register, 'Ett annat', [{ kind: 'region', name }])
  await register.make('schemes', { name: `Stöd till ${name}`, kind: 'other' })
  const schemes = async (text: string) => (await ask('GET', `schemes?search=${text}`)).body.items.length
  t.equal((await found('vintergatan')).length, 2)
  t.strictSame(await found('karlavagnens'), [`Avtal med ${name}`])
  t.equal(await schemes('vintergatan'), 1)
  const confidential = { confidential: true, reason: 'Skyddad adress' }
  t.match(await ask('POST', `organisations/${id}/confidentiality`, confidential), { status: 200 })
  for (const text of [name, 'vintergatan', 'boendet', 'karlavagn']) t.strictSame(await found(text), [], text)
  t.equal(await schemes('vintergatan'), 0)
  t.equal((await found('skyddad part')).length, 2)
  t.match(await ask('POST', `organisations/${id}/confidentiality`, { ...confidential, confidential: false }), {
    status: 200
  })
  t.equal((await found('vintergatan')).length, 1, 'in texts the neutral name stays')
})

t.test('pages of a search neither repeat nor skip what stays, in each order, while others come and go', async t => {
  const register = await aRegister()
  const { ask } = register
  const titles = ['a', 'b', 'c', 'd', 'e'].map(letter => `Delat ansvar ${letter}`)
  const ids: string[] = []
  for (const title of titles) ids.push(await anAgreement(register, title, []))
  for (const sort of ['id', 'endsLatestOn', '-id']) {
    const walked: (string | null)[] = []
    const path = `agreements?search=ansvaret%20delat&limit=2&sort=${sort}`
    for (let next = path; ; ) {
      const { body } = await ask('GET', next)
      walked.push(...body.items.map(({ title }: Titled) => title))
      if (walked.length === 2) await anAgreement(register, `Delat ansvar, nytt ${sort}`, [])
      if (!body.meta.nextCursor) break
      next = `${path}&cursor=${body.meta.nextCursor}`
    }
    t.equal(new Set(walked).size, walked.length, sort)
    for (const title of titles) t.ok(walked.includes(title), `${sort}: ${title}`)
  }
  await ask('PATCH', `agreements/${ids[0]}`, { title: 'Ensam' }, { 'if-match': '*' })
  const found = await searching(register)('delat ansvar', '&limit=1000')
  t.notOk(found.includes(titles[0]!))
  t.strictSame(await searching(register)('ensam'), ['Ensam'])
})
