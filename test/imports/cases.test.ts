import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { anImporter, told } from './importing.ts'

/** Files of the kind that officers send (test/fixtures/cases), each with what is right. */

const file = (name: string) => readFileSync(fileURLToPath(new URL(`../fixtures/cases/${name}`, import.meta.url)))

/** What the files lack; a file is sent with those of these that it has no column for. */
const lacking = { body: 'KFN', decision_date: '2024-03-05', scheme: 'V', grant_year: '2024' }
const defaults = (other: Partial<Record<keyof typeof lacking, string | null>> = {}) =>
  Object.entries({ ...lacking, ...other }).flatMap(([column, value]) => (value === null ? [] : [`${column}:${value}`]))

type Importer = Awaited<ReturnType<typeof anImporter>>
type Options = NonNullable<Parameters<Importer['send']>[1]>
type Row = {
  violations: Violation[] | null
  warnings: { code: string; message: string }[] | null
  nearLines: object[] | null
}
type Violation = { line?: number; field: string; message: string }

/** Sends a case; answers status, counts, and all violations as `line field message`. */
async function sent({ send, report }: Importer, content: Buffer | string, options: Options = {}) {
  const { status, body } = await send(content, { default: defaults(), ...options })
  const id = body.id ?? body.importId
  const rows: Row[] = id ? await report(id) : []
  const violations: Violation[] = [...(body.violations ?? []), ...rows.flatMap(row => row.violations ?? [])]
  return {
    status,
    counts: body.counts ? told(body.counts) : {},
    said: violations.map(({ line, field, message }) => `${line ?? '-'} ${field} ${message}`).join('\n'),
    warnings: rows.flatMap(row => (row.warnings ?? []).map(({ code }) => code)),
    receipt: body.receipt,
    rows
  }
}

t.test('totals are no recipients, and a stated sum is a control total', async t => {
  const importer = await anImporter(t)
  for (const [name, created] of [
    ['sum-row.csv', 2],
    ['sum-row-year.csv', 1],
    ['sum-row-markdown.csv', 1]
  ] as const) {
    const { status, counts, said, receipt } = await sent(importer, file(name), { default: defaults({ scheme: name }) })
    t.equal(status, 201, said)
    t.same(counts, { createdCount: created, rejectedCount: 1 }, name)
    t.match(said, /row of totals/, name)
    t.match(receipt.notes, [{ code: 'sum-agrees' }], name)
  }
  const words = [
    'SUMMA',
    'Summa:',
    '__Summa__',
    'Delsumma idrott',
    'Slutsumma',
    'S:a beviljat',
    'Sammanlagt',
    'Totalt 2024',
    'Total',
    'Totala bidrag',
    '∑',
    'Summerat',
    'Tot.',
    'Kontrollsumma',
    'Summeringsrad sida 2',
    'Bidragstotal',
    'Totalbelopp:',
    'Sammantaget',
    'S:A',
    'SA'
  ]
  for (const word of words) {
    const { counts, said } = await sent(importer, `Förening;Beviljat\nA IF;1000\nB IF;2000\n${word};3000\n`, {
      dryRun: true,
      default: defaults({ scheme: word })
    })
    t.match(counts, { createdCount: 2, rejectedCount: 1 }, `${word} ${said}`)
  }
  for (const word of [
    'Antal föreningar',
    'Kvar att fördela',
    'Avrundning',
    'Öresavrundning',
    'Återstår',
    'Ofördelat',
    'Resterande medel',
    'Outnyttjade medel',
    'Kvarvarande',
    'Ackumulerat',
    'Överfört från föregående sida',
    'Ingående balans',
    'Varav idrott',
    'Medelvärde',
    'Hela nämnden'
  ]) {
    const { counts, said } = await sent(importer, `Förening;Beviljat\nA IF;1000\nB IF;2000\n${word};7\n`, {
      dryRun: true
    })
    t.match(counts, { createdCount: 2, rejectedCount: 1 }, `${word} ${said}`)
  }
  for (const [content, why] of [
    ['Nr;Förening;Beviljat\n1;A IF;1000\n2;B IF;2000\nSumma;;3000\n', 'in another column'],
    ['Förening;Beviljat\nA IF;1000\nB IF;2000\n;3000\n', 'without a word'],
    ['Förening;Beviljat\nA IF;1000\nB IF;2000\nAlla föreningar tillsammans;3000\n', 'in words of its own'],
    ['Förening;Beviljat\nA IF;1000\nB IF;2000\n<b>Summa</b>;3000\n', 'in markup']
  ] as const) {
    const { counts, said } = await sent(importer, content, { dryRun: true })
    t.same(counts, { createdCount: 2, rejectedCount: 1 }, why)
    t.match(said, /row of totals/, why)
  }
  const ofGroups =
    'Förening;Beviljat\nA IF;1000\nB IF;2000\nNorra delen totalt;3000\nC IF;500\nSödra delen totalt;500\nSumma;3500\n'
  const { counts, said } = await sent(importer, ofGroups, { dryRun: true })
  t.match(counts, { createdCount: 3, rejectedCount: 3 }, said)
  for (const name of [
    'SA Kultur',
    'Summit IF',
    'Totalförsvarets IF',
    'Alla Kan',
    'Total Dans IF',
    'Transport',
    'Balans',
    'Median IF',
    'Average Joes IF',
    'Kvarvarande vänner',
    'Sporttotal IF'
  ]) {
    const kept = await sent(importer, `Förening;Beviljat\nA IF;1000\nB IF;2000\n${name};700\n`, { dryRun: true })
    t.same(kept.counts, { createdCount: 3 }, `${name} ${kept.said}`)
  }
  const alike = 'Förening;Beviljat\nScouterna;5000\nIdrott för alla;5000\nAlla Kan IF;5000\nSammanlagt;15000\n'
  const equal = await sent(importer, alike, { dryRun: true })
  t.same(equal.counts, { createdCount: 3, rejectedCount: 1 }, `equal grants ${equal.said}`)
  const subtotals = 'Förening;Beviljat\nA IF;1000\nB IF;2000\nDelsumma;3000\nC IF;500\nDelsumma;500\nSumma;3500\n'
  t.match((await sent(importer, subtotals, { dryRun: true })).counts, { createdCount: 3, rejectedCount: 3 })
  const strict = { dryRun: true, atomic: true, controlCount: 3, controlTotal: 3500 }
  t.match(await sent(importer, subtotals, strict), { status: 200, counts: { createdCount: 3 } }, 'and no faulty row')
  const perhaps = await sent(importer, 'Förening;Beviljat\nA IF;1000\nB IF;2000\nTotal Dans IF;900\nSamverkan;3900\n', {
    dryRun: true
  })
  t.same(perhaps.counts, { createdCount: 4 }, 'a name is a name')
  t.match(perhaps.warnings.join(' '), /may-be-totals.*amount-is-sum-of-rows-above/)
  const differing = 'Förening;Sökt;Beviljat\nA IF;1000;1000\nB IF;2000;2000\nSumma;3000;2500\n'
  const refused = await sent(importer, differing, {})
  t.equal(refused.status, 422)
  t.match(refused.said, /4 Beviljat the row of totals states 2500.00, and the rows above it sum to 3000.00/)
  t.match(await sent(importer, differing, { statedSums: 'ignore', dryRun: true }), {
    status: 200,
    counts: { createdCount: 2 }
  })
})

t.test('a number never moves money to another recipient', async t => {
  const importer = await anImporter(t)
  const { counts, said } = await sent(importer, file('number-of-another.csv'))
  t.same(counts, { createdCount: 1, rejectedCount: 1 })
  t.match(said, /3 Orgnr is the number of "IFK Ore", and the row names "Håvens bygdegårdsförening"/)
  const second = await sent(
    importer,
    'Förening;Orgnr;Belopp;Ändamål\nHåvens bygdegårdsförening;802002-5188;5000;Tak\nIdrottsföreningen Kamraterna Ore;8020025188;1;x\n'
  )
  t.same(second.counts, { rejectedCount: 2 }, 'nor by what the register knows')
  t.match((await importer.all('/organisations')).length, 1)
  const spelt = await sent(
    importer,
    'Förening;Orgnr;Belopp;Ändamål\nI.F.K Ore;8020025188;70;y\nIFK  ORE;8020025188;71;z\n',
    { default: defaults({ scheme: 'W' }) }
  )
  t.same(spelt.counts, { createdCount: 2 }, spelt.said)
  const filled = await sent(
    importer,
    'Förening;Orgnr;Belopp\nA IF;8020025188;1\nB IF;8020025189;2\nC IF;8020025190;3\nD IF;8,02003E+09;4\n',
    { default: defaults({ scheme: 'W' }) }
  )
  t.notOk(filled.counts.createdCount)
  t.match(filled.said, /filled down[\s\S]*5 Orgnr/)
})

t.test('a row that may be the mended form of a known line is asked about', async t => {
  const importer = await anImporter(t)
  t.same((await sent(importer, file('purpose-before.csv'))).counts, { createdCount: 2 })
  const after = await sent(importer, file('purpose-after.csv'))
  t.same(after.counts, { unchangedCount: 1, rejectedCount: 1 })
  t.match(after.said, /2 Förening is new, or the mended form of line .*differs in purpose/)
  t.match(after.rows[0]!.nearLines, [{ differs: ['purpose'], purpose: 'Sommarläger' }])
  t.same((await sent(importer, file('purpose-after.csv'), { scope: 'complete' })).counts, {
    unchangedCount: 1,
    rejectedCount: 1
  })

  const before = 'Förening;Ändamål;Beviljat\nIFK Ore;Sommarläger;20 000\nOregruppen;Julmarknad;18 000\n'
  const ore = (rest: string) => `Förening;Ändamål;Beviljat\n${rest}\nOregruppen;Julmarknad;18 000\n`
  for (const [what, content, other, differs] of [
    ['another year', before, { grant_year: '2023' }, ['years']],
    ['a moved day', before, { decision_date: '2024-03-12' }, ['day']],
    ['a respelt recipient', ore('IFK Orre;Sommarläger;20 000'), {}, ['recipient']],
    ['a column that the file lacks', 'Förening;Beviljat\nIFK Ore;20 000\nOregruppen;18 000\n', {}, ['purpose']]
  ] as const) {
    const { counts, rows } = await sent(importer, content, { default: defaults(other), dryRun: true })
    t.notOk(counts.createdCount, what)
    t.match(rows.find(({ nearLines }) => nearLines)?.nearLines, [{ differs }], what)
  }
  for (const [what, content, other] of [
    ['another recipient in the same decision', ore('Håvens bygdegårdsförening;Sommarläger;20 000'), {}],
    ['a recipient of another number', ore('IFK Ore 2;Sommarläger;20 000'), {}],
    ['the grant of the next year', before, { grant_year: '2025', decision_date: '2025-03-04' }],
    ['another purpose on another day', ore('IFK Ore;Ny klocka;9 000'), { decision_date: '2024-06-05' }]
  ] as const) {
    const { counts, said } = await sent(importer, content, { default: defaults(other), dryRun: true })
    t.notMatch(said, /2 Förening is new, or/, what)
    t.ok(counts.createdCount, what)
  }

  const changed = await sent(importer, file('purpose-after.csv'), { nearMatches: 'change' })
  t.same(changed.counts, { updatedCount: 1, unchangedCount: 1 }, changed.said)
  const lines = await importer.lines()
  t.same(lines.map(({ purpose }: { purpose: string }) => purpose).sort(), ['Julmarknad', 'Sommarlägret'])
  const added = await sent(importer, file('purpose-before.csv'), { nearMatches: 'add' })
  t.same(added.counts, { createdCount: 1, unchangedCount: 1 }, added.said)
  t.match(added.warnings.join(' '), /near-match/)
})

t.test('a moved day corrects the decision, and bodies and schemes are compared by name', async t => {
  const importer = await anImporter(t)
  const long = { body: 'Kultur- och fritidsnämnden', scheme: 'Verksamhetsbidrag' }
  const before = 'Förening;Ändamål;Beviljat\nIFK Ore;Sommarläger;20 000\nOregruppen;Julmarknad;18 000\n'
  await sent(importer, before, { default: defaults(long) })
  for (const [other, differs] of [
    [{ body: 'Kultur och fritidsnämden' }, ['body']],
    [{ scheme: 'Verksamhetsbidraget' }, ['scheme']],
    [{ scheme: 'Verksamhetsbidraget', decision_date: '2024-03-12' }, ['scheme', 'day']]
  ] as const) {
    const { rows, counts } = await sent(importer, before, { default: defaults({ ...long, ...other }), dryRun: true })
    t.same(counts, { rejectedCount: 2 }, JSON.stringify(other))
    t.same((rows[0]!.nearLines![0] as { differs: string[] }).differs, differs)
  }
  const moved = { ...long, decision_date: '2024-03-12' }
  t.same((await sent(importer, before, { default: defaults(moved), nearMatches: 'change' })).counts, {
    updatedCount: 2
  })
  t.match(await importer.decisions(), [{ decidedOn: '2024-03-12' }], 'no empty decision is left')
  t.same((await sent(importer, before, { default: defaults(moved) })).counts, { unchangedCount: 2 })
})

t.test('columns that say what was granted must be understood', async t => {
  const importer = await anImporter(t)
  const { status, said } = await sent(importer, file('misspelt-granted.csv'))
  t.equal(status, 422)
  t.match(said, /Bevijlat belopp is not understood: does it mean "Beviljat belopp"/)
  t.match(said, /no column tells what was granted/)
  const none = 'Förening;Kommentarer\nIFK Ore;x\n'
  t.equal((await sent(importer, none)).status, 422)
  const stated = { amounts: 'notStated', default: [...defaults(), 'outcome:beviljad'] }
  t.match(await sent(importer, none, stated), { status: 201, counts: { createdCount: 1 } })
  t.match(await sent(importer, 'Förening;Belopp;Besult\nIFK Ore;500;Avslag\n'), {
    status: 422,
    said: /Besult is not understood.*Beslut/
  })
})

t.test('values that are of another kind than their heading are refused with it', async t => {
  const importer = await anImporter(t)
  const money = await sent(importer, file('amount-under-bidrag.csv'), { default: defaults({ scheme: null }) })
  t.match(money, { status: 422, said: /- ?|Bidrag/ })
  t.match(money.said, /2 Bidrag holds amounts or numbers in every row, and is read as scheme/)
  const dates = await sent(importer, file('date-under-beslutat.csv'))
  t.match(dates, { status: 422, said: /2 Beslutat holds dates or years in every row/ })
  for (const value of ['2024-03-05', '5 mars 2024', '20240305', '2024/03/05']) {
    t.match(await sent(importer, `Förening;Beslutat\nIFK Ore;${value}\n`), { status: 422, said: /Beslutat/ }, value)
  }
  for (const value of ['12 500 kr', '20 tkr', '12.500', '500:-', '4711']) {
    t.match(
      await sent(importer, `Förening;Bidrag;Beslut\nIFK Ore;${value};avslag\n`, {
        default: defaults({ scheme: null })
      }),
      { status: 422, said: /Bidrag/ },
      value
    )
  }
  t.match(
    (await sent(importer, 'Förening;Ändamål;Beviljat\nIFK Ore;12 500 kr;5\nOre;Tak;6\n', { dryRun: true })).said,
    /2 Ändamål is an amount/
  )
  for (const nobody of ['okänd', 'Ej namngiven', 'Uppgift saknas', 'namn saknas.', 'N/A', '–', '?']) {
    const { counts, said } = await sent(importer, `Förening;Beviljat\n${nobody};10\n`, { dryRun: true })
    t.same(counts, { rejectedCount: 1 }, `${nobody} ${said}`)
    t.match(said, /is no name/, nobody)
  }
  const whose = await sent(importer, 'Förening;Nämnd;Bidrag;Beviljat\nIFK Ore;okänd;uppgift saknas;10\n', {
    dryRun: true,
    default: defaults({ scheme: null, body: null })
  })
  t.match(whose.said, /Nämnd is missing[\s\S]*Bidrag is missing/)
  for (const error of ['#N/A', '#REF!', '#SAKNAS!', '#VÄRDEFEL!', '#DIVISION/0!', '########', 'Err:502']) {
    t.match(
      await sent(importer, `Förening;Beviljat\n${error};20 000\nIFK Ore;${error}\n`, { dryRun: true }),
      { counts: { rejectedCount: 2 } },
      error
    )
  }
  t.same((await sent(importer, file('cell-errors.csv'))).counts, { rejectedCount: 2 })
  t.same(await importer.all('/organisations'), [])
})

t.test('personal numbers are rejected in any notation, and kept nowhere', async t => {
  const importer = await anImporter(t)
  const { said, counts } = await sent(importer, file('personal-number.csv'))
  t.same(counts, { rejectedCount: 1 })
  t.match(said, /2 Notering holds a personal number/)
  for (const number of [
    '191212121212',
    '19121212-1212',
    '121212-1212',
    '121212+1212',
    '1212121212',
    '19121212 1212',
    '121212–1212',
    '1912-12-12-1212',
    '19121272-1219'
  ]) {
    for (const column of ['Notering', 'Ändamål', 'Förening', 'Dnr']) {
      const row =
        column === 'Förening'
          ? `Förening;Beviljat\nKalle ${number};5\n`
          : `Förening;Beviljat;${column}\nIFK Ore;5;om ${number}.\n`
      t.same((await sent(importer, row)).counts, { rejectedCount: 1 }, `${column} ${number}`)
    }
  }
  for (const text of ['0280-123456', '802002-5188', '2024-03-05', 'SN 2019/0055', '121212-1213', '5050-1055']) {
    t.match(
      (await sent(importer, `Förening;Beviljat;Notering\nIFK Ore;5;${text}\n`, { dryRun: true })).counts,
      { createdCount: 1 },
      text
    )
  }
  // In titles, group headings and headings that are not used nothing is kept of them either.
  const around = 'Kontakt 191212121212;;\nFörening;Beviljat;Ring 121212-1212\nGrupp 19121212-1212;;\nIFK Ore;5;\n'
  const { receipt } = await sent(importer, around)
  t.match(JSON.stringify(receipt.notes), /withheld[\s\S]*withheld/)
  const { rows } = await importer.database.execute<{ all: string }>(
    `select (select string_agg(i::text, '') from decision_imports i) || (select string_agg(r::text, '') from decision_import_rows r) as all`
  )
  t.notMatch(rows[0]!.all, /1212[ -]*1212|121212/)
})

t.test('outcomes that other rows state, identical rows, and references that start over', async t => {
  const importer = await anImporter(t)
  const merged = await sent(importer, file('merged-outcome.csv'))
  t.match(merged.said, /3 Beslut is empty.*merged[\s\S]*4 Beslut is empty/)
  t.notOk((await importer.lines()).some(({ outcome }: { outcome: string }) => outcome === 'granted'))

  const twice = await sent(importer, file('pasted-twice.csv'))
  t.same(twice.counts, { createdCount: 2, rejectedCount: 2 })
  t.match(twice.said, /4 Förening is equal to another row[\s\S]*5 Förening is equal/)
  t.same((await sent(importer, file('pasted-twice.csv'), { identicalRows: 'keep' })).counts, {
    createdCount: 2,
    unchangedCount: 2
  })
  t.same((await sent(importer, file('pasted-twice.csv'))).counts, { unchangedCount: 4 }, 'what was meant is known')

  const first = { default: defaults({ decision_date: null, grant_year: '2023' }) }
  t.same((await sent(importer, file('reference-2023.csv'), first)).counts, { createdCount: 2 })
  const kept = await importer.dump()
  const over = await sent(importer, file('reference-2024.csv'), { default: defaults({ decision_date: null }) })
  t.same(over.counts, { rejectedCount: 2 })
  t.match(
    over.said,
    /2 Referens is the reference of a line of another recipient, or of another year, in another decision/
  )
  t.same(await importer.dump(), kept)
  const numbered = (year: number, amount: number) =>
    `Referens;Förening;Beviljat;Beslutsdatum\n1;IFK Ore;${amount};${year}-03-05\n`
  const undated = (year: number) => ({
    default: defaults({ decision_date: null, grant_year: `${year}` }),
    source: 'nummer'
  })
  t.same((await sent(importer, numbered(2021, 1), undated(2021))).counts, { createdCount: 1 })
  t.same(
    (await sent(importer, numbered(2022, 2), undated(2022))).counts,
    { rejectedCount: 1 },
    'of the same recipient too'
  )
  t.same(
    (await sent(importer, numbered(2021, 3), undated(2021))).counts,
    { updatedCount: 1 },
    'a mended amount is none'
  )
  // Recorded by one source, and referred to by another: known to both.
  const both = (reference: string) => `${reference};Förening;Beviljat;Beslutsdatum\n7;Korpen;5;2021-04-05\n`
  t.same((await sent(importer, both('Nr'), { ...undated(2021), source: 'a' })).counts, { createdCount: 1 })
  for (const reference of ['Referens', 'Beslutsreferens', 'Referens']) {
    const again = await sent(importer, both(reference), { ...undated(2021), source: 'b' })
    t.same(again.counts, { unchangedCount: 1 }, `${reference} ${again.said}`)
  }
})

t.test('one encoding, and quotes that match', async t => {
  const importer = await anImporter(t)
  t.match(await sent(importer, file('one-byte-windows-1252.csv')), {
    status: 400,
    said: /3 {2}holds UTF-8 and, in line 3, the byte 0xE9/
  })
  const twice = Buffer.from(
    Buffer.from('Förening;Beviljat\nFöreningen Länkarna;5\n').toString('latin1').replace('FÃ¶rening', 'Förening')
  )
  t.match((await sent(importer, twice)).said, /has lost its å, ä and ö/)
  t.match((await sent(importer, 'Förening;Beviljat\nF\ufffdreningen;5\n')).said, /has lost/)
  t.match(await sent(importer, file('stray-quotes.csv')), {
    status: 400,
    said: /2 {2}lines 2 to 4 are one quoted cell/
  })
  const cell = await sent(importer, 'Förening;Ändamål;Beviljat\nIFK Ore;"Läger; två\nveckor";100\n')
  t.same(cell.counts, { createdCount: 1 }, 'a cell may hold both')
})

t.test('more granted than applied for is warned of, and refused where it holds for most rows', async t => {
  const importer = await anImporter(t)
  t.match(await sent(importer, file('granted-above-applied.csv')), { status: 422, said: /columns swapped/ })
  const accepted = await sent(importer, file('granted-above-applied.csv'), { grantedAboveApplied: 'accept' })
  t.match(accepted, {
    status: 201,
    counts: { createdCount: 1 },
    warnings: ['outcome-from-amount', 'granted-above-applied']
  })
  const one = await sent(importer, 'Förening;Sökt;Beviljat\nA IF;1;2\nB IF;5;5\nC IF;5;4\n')
  t.match(one, { status: 201, counts: { createdCount: 3 } })
  t.ok(one.warnings.includes('granted-above-applied'))
})

t.test('headings are found below titles, in two rows, between groups', async t => {
  const importer = await anImporter(t)
  for (const [name, rows, notes] of [
    ['title-rows.csv', [['IFK Ore', 30000, 20000]], ['lines-above-headings']],
    ['two-header-rows.csv', [['IFK Ore', 30000, 20000]], ['joined-headings']],
    [
      'group-headings.csv',
      [
        ['IFK Ore', null, 20000],
        ['Oregruppen', null, 18000]
      ],
      ['group-heading', 'group-heading']
    ],
    [
      'trailing-separators.csv',
      [
        ['IFK Ore', null, 20000],
        ['Oregruppen', null, 18000]
      ],
      []
    ],
    ['machine-dates.csv', ['A', 'B', 'C', 'D', 'E'].map(letter => [`${letter} IF`, null, 1000]), []],
    ['raw-beside-number.csv', [['IFK Ore', null, 750000]], []]
  ] as const) {
    const dated = name === 'machine-dates.csv' ? { decision_date: null, grant_year: '2022' } : {}
    const { counts, said, receipt } = await sent(importer, file(name), {
      source: name.slice(0, -4),
      default: defaults({ scheme: name, ...dated })
    })
    t.same(counts, { createdCount: rows.length }, `${name} ${said}`)
    t.same(
      receipt.notes.map(({ code }: { code: string }) => code),
      notes,
      name
    )
    const lines = (await importer.lines()).filter(({ source }: { source: string }) => source === name.slice(0, -4))
    t.same(
      lines
        .map((line: { recipients: { name: string }[]; applied: number; granted: number }) => [
          line.recipients[0]!.name,
          line.applied,
          line.granted
        ])
        .sort(),
      rows,
      name
    )
  }
  t.ok((await importer.decisions()).some(({ decidedOn }: { decidedOn: string }) => decidedOn === '2022-06-14'))

  const named = await sent(importer, file('group-headings.csv'), {
    default: defaults({ scheme: null }),
    mapping: ['grupprubrik:scheme']
  })
  t.same(named.counts, { createdCount: 2 }, named.said)
  t.ok((await importer.all('/schemes')).some(({ name }: { name: string }) => name === 'Kultur'))
  const repeated = 'Förening;Beviljat\nA IF;5\nFörening;Beviljat\nB IF;6\n'
  t.same((await sent(importer, repeated, { dryRun: true })).counts, { createdCount: 2 })
  const units = await sent(importer, 'Förening;Sökt;Beviljat\n;kr;kr\nA IF;10;5\n', { dryRun: true })
  t.match(units, { counts: { createdCount: 1 }, receipt: { total: { applied: 10, granted: 5 } } }, 'a row of units')
  const years = await sent(importer, 'Förening;2024;;2023;\n;Sökt;Beviljat;Sökt;Beviljat\nA IF;10;5;9;4\n')
  t.match(years, { status: 422, said: /not understood: "2024 Sökt", "2024 Beviljat"/ }, 'a table of two years')
  const mapped = { mapping: ['2024 Sökt:applied', '2024 Beviljat:granted'], dryRun: true }
  const one = await sent(importer, 'Förening;2024;;2023;\n;Sökt;Beviljat;Sökt;Beviljat\nA IF;10;5;9;4\n', mapped)
  t.match(one.receipt?.total, { applied: 10, granted: 5 })
  const unstated = await sent(importer, 'Förening;Beviljat\nA IF;5\nB IF;\nOre bygdeförening;\nC IF;6\n', {
    dryRun: true
  })
  t.same(unstated.counts, { createdCount: 2, rejectedCount: 2 }, 'an association without an amount is no heading')
  const nothing = await sent(importer, 'Minnesanteckningar\nVi var tolv;och drack kaffe\n')
  t.equal(nothing.status, 422)
})

t.test('units and periods of headings are understood or refused', async t => {
  const importer = await anImporter(t)
  for (const heading of [
    'Beviljat (tkr)',
    'Belopp i tusental',
    'Beviljat, tusental kr',
    'Bidrag (1000-tal kronor)',
    'Beviljat tkr'
  ]) {
    const content = `Förening;${heading}\nIFK Ore;12,5\n`
    t.match(await sent(importer, content), { status: 422, said: /amountUnit=tkr/ }, heading)
    const { receipt, said } = await sent(importer, content, { amountUnit: 'tkr', dryRun: true })
    t.match(receipt?.total, { granted: 12500 }, `${heading} ${said}`)
  }
  t.match(await sent(importer, 'Förening;Beviljat (tkr)\nIFK Ore;12500\n', { amountUnit: 'kr', dryRun: true }), {
    receipt: { total: { granted: 12500 } }
  })
  t.match(await sent(importer, 'Förening;Beviljat (kr)\nIFK Ore;12\n', { amountUnit: 'tkr' }), { status: 422 })
  t.match(await sent(importer, 'Förening;Beviljat (mkr)\nIFK Ore;12\n'), { status: 422 })
  t.match((await sent(importer, 'Förening;Beviljat\nIFK Ore;12 000 kr\n', { amountUnit: 'tkr' })).said, /says kronor/)
  for (const heading of ['Beviljat kr/år', 'Beviljat per år', 'Beviljat (kr per år)', 'Belopp, årligen']) {
    const content = `Förening;År;${heading}\nIFK Ore;2022-2024;1000\n`
    const sending = { default: defaults({ grant_year: null }) }
    t.match((await sent(importer, content, { ...sending, dryRun: true })).counts, { createdCount: 1 }, heading)
    t.match(
      await sent(importer, content, { ...sending, amountPer: 'total' }),
      { status: 422, said: /per year/ },
      heading
    )
  }
})

t.test('what an officer has corrected by hand is kept, told, and never doubled', async t => {
  const importer = await anImporter(t)
  const { admin, decisions } = importer
  /** The lines in the order of the file. */
  const lines = async () => {
    const all: { id: string; recipients: { name: string }[] }[] = await importer.lines()
    return ['IFK Ore', 'Oregruppen', 'Korpen'].map(name => all.find(({ recipients }) => recipients[0]!.name === name)!)
  }
  const content =
    'Förening;Ändamål;Beviljat;Anmärkning\nIFK Ore;Läger;20 000;a\nOregruppen;Julmarknad;18 000;b\nKorpen;Tak;5 000;c\n'
  await sent(importer, content)
  const [ore, gruppen] = await lines()
  const patch = (path: string, body: object, version: number) =>
    admin('PATCH', `/0136${path}`, body, { 'if-match': `"${version}"` })
  t.equal((await patch(`/decision-lines/${ore!.id}`, { granted: 21000 }, 1)).status, 200)
  t.equal(
    (
      await patch(
        `/decision-lines/${gruppen!.id}`,
        { purpose: 'Julmarknaden på torget', grantYearFrom: 2025, grantYearTo: 2025 },
        1
      )
    ).status,
    200
  )
  const again = await sent(importer, content)
  t.same(again.counts, { unchangedCount: 3 }, again.said)
  t.same(again.warnings.filter(code => code === 'changed-since-import').length, 2)
  t.match(await lines(), [
    { granted: 21000 },
    { purpose: 'Julmarknaden på torget', grantYearFrom: 2025 },
    { granted: 5000 }
  ])

  const mended = await sent(importer, content.replace(';a', ';ny').replace(';c', ';d'))
  t.same(mended.counts, { updatedCount: 2, unchangedCount: 1 }, 'what was not corrected follows the file')
  t.match(await lines(), [{ granted: 21000, note: 'ny' }, {}, { note: 'd' }])
  t.same((await sent(importer, content.replace(';a', ';ny').replace(';c', ';d'))).counts, { unchangedCount: 3 })
  const clash = await sent(importer, content.replace('20 000;a', '22 000;ny').replace(';c', ';d'))
  t.same(clash.counts, { unchangedCount: 2, rejectedCount: 1 })
  t.match(clash.said, /2 Förening the line was corrected by hand since the last import \(granted\)/)

  const [decision] = await decisions()
  t.equal(
    (await patch(`/decisions/${decision.id}`, { decidedOn: '2024-03-06', paragraph: '7' }, decision.version)).status,
    200
  )
  const moved = await sent(importer, content.replace(';a', ';ny').replace(';c', ';d'))
  t.same(moved.counts, { unchangedCount: 3 }, moved.said)
  t.match(await decisions(), [{ decidedOn: '2024-03-06', paragraph: '7' }])
})

t.test('a complete file tells the decisions that it no longer names', async t => {
  const importer = await anImporter(t)
  const rows = ['A IF;1;2024-01-10', 'B IF;2;2024-02-10', 'C IF;3;2024-03-10']
  const content = (list: string[]) => `Förening;Beviljat;Beslutsdatum\n${list.join('\n')}\n`
  const options = { default: defaults({ decision_date: null }) }
  await sent(importer, content(rows), options)
  const complete = { ...options, scope: 'complete' }
  t.same((await sent(importer, content([rows[0]!, rows[2]!]), complete)).counts, { unchangedCount: 2, missingCount: 1 })
  t.same(
    (await sent(importer, content([rows[0]!, rows[1]!]), complete)).counts,
    { unchangedCount: 2 },
    'not beyond its last day'
  )
  t.same((await sent(importer, content([rows[0]!, rows[2]!]), { ...options, scope: 'rows' })).counts, {
    unchangedCount: 2
  })
  const withdrawn = await sent(importer, content([rows[0]!, rows[2]!]), {
    ...complete,
    withdraw: true,
    reason: 'Struken'
  })
  t.same(withdrawn.counts, { unchangedCount: 2, missingCount: 1, withdrawnCount: 1 })
  t.match(withdrawn.receipt.register, [{ before: { lineCount: 3, granted: 6 }, after: { lineCount: 2, granted: 4 } }])
  t.same((await importer.lines()).length, 2)
})

t.test('workbooks under a title and above a sum come in to their control totals', async t => {
  for (const [name, rejected] of [
    ['clean.xlsx', 0],
    ['title_sum.xlsx', 1]
  ] as const) {
    const importer = await anImporter(t, '2031')
    const { body, status } = await importer.send(file(name), {}, 'application/octet-stream')
    t.equal(status, 201, JSON.stringify(body.violations))
    t.same(told(body.counts), { createdCount: 29, ...(rejected > 0 && { rejectedCount: rejected }) }, name)
    t.match(body.receipt.total, { lineCount: 29, granted: 632750, applied: 1120890 }, name)
    if (rejected > 0) {
      const left = (await importer.report(body.id)).filter(({ result }: { result: string }) => result === 'rejected')
      t.match(left, [{ violations: [{ message: /row of totals/ }] }])
    }
  }
})
