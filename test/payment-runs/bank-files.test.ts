import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { addDays } from '../../src/base/dates.ts'
import {
  type Camt,
  camt,
  camts,
  type Detail,
  type Entry,
  IBAN,
  painReport,
  pains,
  type Report,
  summaryOf
} from './bank-messages.ts'
import { aRunRegister, executionOn } from './setup.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** A run of payments that was handed to the bank, whose debtor has said the IBAN behind its giro number. */
async function anExportedRunOf(t: Test, count: number, amounts: object[] = []) {
  const register = await aRunRegister(t)
  await register.database.$client.query('update payment_settings set iban = $1', [IBAN])
  const payments = []
  for (let n = 0; n < count; n++) payments.push(await register.anApprovedPayment(amounts[n]))
  const run = await register.anExportedRun()
  const ids: string[] = run.items.map(({ endToEndId }: Any) => endToEndId)
  const amountsOf: number[] = run.items.map(({ amount }: Any) => amount)
  const send = (file: string | Buffer, type = 'application/xml') =>
    register.confirm(run.id, file, { 'content-type': type })
  return { ...register, run, ids, amounts: amountsOf, payments, send }
}

const debit = (endToEndId: string | undefined, amount: number, more: Partial<Detail> = {}): Entry => ({
  amount,
  on: executionOn,
  details: [{ endToEndId, amount, ...more }]
})

for (const message of camts) {
  t.test(`${message}: booked debits are paid, charges are told apart, what is pending changes nothing`, async t => {
    const { run, ids, amounts, items, send, statusOf, payments } = await anExportedRunOf(t, 3)
    const [a, b, c] = ids as [string, string, string]
    const [paid, charged, pending] = amounts as [number, number, number]
    const file = camt(message, {
      statements: [
        {
          entries: [
            debit(a, paid),
            { ...debit(b, charged + 15), details: [{ endToEndId: b, instructed: charged, charge: { amount: 15 } }] },
            { ...debit(c, pending), status: 'PDNG' },
            { amount: 700, side: 'CRDT', on: executionOn, details: [{ text: 'Avgift Anna Hemlig' }] }
          ]
        }
      ]
    })
    const answer = await send(file)
    t.match(answer, {
      status: 200,
      body: {
        ...{ paidCount: 2, rejectedCount: 0, returnedCount: 0, unchangedCount: 0, status: 'exported' },
        ...{ unmatchedCount: 1, unmatched: [{ endToEndId: '', message: /no end-to-end id/ }] },
        remarks: [
          { endToEndId: b, message: '15.00 SEK of charges are told apart from the payment' },
          { endToEndId: c, message: /^PDNG: pending/ }
        ]
      }
    })
    t.notMatch(JSON.stringify(answer.body), /Hemlig/, 'no name is told')
    t.match(await items(run.id, 'status=paid'), [
      { endToEndId: a, paidOn: executionOn },
      { endToEndId: b, amount: charged }
    ])
    t.match(await send(file), { body: { paidCount: 0, unchangedCount: 2 } }, 'the same again')
    t.match(await send(gzipSync(file), 'application/gzip'), { body: { paidCount: 0, unchangedCount: 2 } }, 'packed')
    t.match(await send(Buffer.from(`\ufeff${file}`, 'utf16le')), { body: { unchangedCount: 2 } }, 'in UTF-16')
    t.match(await statusOf(payments[2]!.id), { status: 'ordered' })
    const later = camt(message, { statements: [{ entries: [debit(c, pending)] }] })
    t.match(await send(later), { body: { paidCount: 1, status: 'confirmed' } })
  })

  t.test(`${message}: what came back is recorded after it was paid, in part or whole, once`, async t => {
    const { ids, amounts, send, statusOf, payments, entries } = await anExportedRunOf(t, 3)
    const back = (at: number, amount: number): Entry => ({
      amount,
      side: 'CRDT',
      on: addDays(executionOn, 2),
      details: [{ endToEndId: ids[at], amount, returned: 'AC04' }]
    })
    const early = camt(message, { statements: [{ entries: [back(0, 1)] }] })
    t.match(await send(early), {
      status: 200,
      body: { returnedCount: 0, unmatched: [{ endToEndId: ids[0], message: /only what was paid can come back/ }] }
    })
    const [first, second, third] = amounts as [number, number, number]
    // In one file, and what came back before what was paid.
    const reversed = { ...back(2, third), reversal: true, details: [{ endToEndId: ids[2], amount: third }] }
    const all = [back(0, 400.5), reversed, back(1, second + 1), ...ids.map((id, at) => debit(id, amounts[at]!))]
    const file = camt(message, { statements: [{ entries: all }] })
    t.match(await send(file), {
      body: {
        ...{ paidCount: 3, returnedCount: 2, status: 'confirmed' },
        unmatched: [{ endToEndId: ids[1], message: /More came back than was sent/ }]
      }
    })
    t.match(await statusOf(payments[0]!.id), {
      ...{ status: 'returned', returned_amount: '400.50', amount: first.toFixed(2) },
      returned_reason: 'AC04: the account is closed'
    })
    t.match(await statusOf(payments[2]!.id), { returned_amount: third.toFixed(2), returned_reason: /reversed/ })
    const before = (await entries()).length
    t.match(await send(file), { body: { paidCount: 0, returnedCount: 0, unchangedCount: 5, unmatchedCount: 1 } })
    t.equal((await entries()).length, before, 'the same again moves nothing')
    const more = camt(message, { statements: [{ entries: [back(0, 100), back(0, first - 500)] }] })
    t.match(await send(more), { body: { returnedCount: 1, unmatched: [{ message: /cannot be recorded/ }] } })
    t.match(await statusOf(payments[0]!.id), { returned_amount: '500.50' })
  })

  t.test(
    `${message}: without an end-to-end id a name of ours and the amount tell the payment, never an amount alone`,
    async t => {
      const { run, ids, amounts, send, statusOf, payments } = await anExportedRunOf(t, 5, [{}, { amount: 1234.5 }])
      const [, odd] = amounts as number[]
      const same = amounts[2]!
      const kept = { status: 200, body: { paidCount: 0, recordedCount: 1, unmatchedCount: 1 } }
      const cases: [string, Entry, object][] = [
        ['an amount that the run has not', debit(undefined, odd! + 2), { status: 409 }],
        ['an id of somebody else and the amount', debit('X-2', odd!), { status: 409 }],
        ['the amount alone', debit(undefined, odd!), kept],
        ['NOTPROVIDED and the amount', debit('NOTPROVIDED', odd!), { body: { ...kept.body, recordedCount: 0 } }],
        ['an id of nobody', debit('X-1', odd!, { paymentInformationId: run.messageId }), kept],
        ['a name with another amount', debit(undefined, odd! + 1, { instructionId: ids[1] }), kept],
        ['the run with an amount of several', debit(undefined, same, { paymentInformationId: run.messageId }), kept],
        [
          'the run with an amount of one',
          debit('NOTPROVIDED', odd!, { paymentInformationId: run.messageId }),
          { body: { paidCount: 1 } }
        ],
        ['the instruction id', debit(undefined, same, { instructionId: ids[2] }), { body: { paidCount: 1 } }],
        [
          'a text that repeats the id',
          debit('NOTPROVIDED', same, { text: `Betalning ${ids[3]} m.m.` }),
          { body: { paidCount: 1 } }
        ]
      ]
      for (const [name, entry, expected] of cases)
        t.match(await send(camt(message, { statements: [{ entries: [entry] }] })), expected, name)
      t.match(await statusOf(payments[0]!.id), { status: 'ordered' })
    }
  )

  t.test(`${message}: a batch is taken by its details, and without them where it is the whole run`, async t => {
    const { run, ids, amounts, send } = await anExportedRunOf(t, 3)
    const total = amounts.reduce((sum, amount) => sum + amount, 0)
    const batch = { paymentInformationId: run.messageId, count: 3, total }
    const whole = (more: Partial<Entry>) =>
      camt(message, { statements: [{ entries: [{ amount: total, on: executionOn, ...more }] }] })
    const details = ids.map((endToEndId, at) => ({ endToEndId, amount: amounts[at]! }))
    const sums = { status: 422, body: { type: /bank-file-sums$/ } }
    const line = message.startsWith('camt.053') ? 8 : 7
    t.match(await send(whole({ batch, details: details.slice(1) })), sums)
    t.match(await send(whole({ batch: { ...batch, total: total + 1 }, details })), {
      status: 422,
      body: { type: /bank-file-sums$/, violations: [{ line }] }
    })
    t.match(await send(whole({ amount: total - 1, batch: { count: 3 }, details })), {
      status: 422,
      body: { type: /bank-file-sums$/ }
    })
    t.match(await send(whole({ batch: { ...batch, count: 2 } })), {
      body: { paidCount: 0, unmatched: [{ message: /A batch without details/ }] }
    })
    t.match(await send(whole({ batch, amount: total - 100 })), { body: { paidCount: 0, recordedCount: 1 } })
    t.match(await send(whole({ batch: { count: 3 } })), { body: { paidCount: 0, recordedCount: 1 } }, 'of no run')
    t.match(await send(whole({ batch })), { body: { paidCount: 3, status: 'confirmed' } })
    t.match(await send(whole({ batch, details })), { body: { paidCount: 0, unchangedCount: 3 } })
  })
}

t.test(
  'a debit of another amount is refused with the rest of the file; one that comes twice, or on another day, is told',
  async t => {
    const { ids, amounts, send, statusOf, payments } = await anExportedRunOf(t, 2)
    const [a, b] = ids as [string, string]
    const [first, second] = amounts as [number, number]
    const of = (...entries: Entry[]) => camt('camt.054.001.08', { statements: [{ entries }] })
    t.match(await send(of(debit(a, first), debit(b, second - 0.01))), {
      status: 422,
      body: {
        type: /confirmation-not-valid$/,
        violations: [{ field: 'Amt', line: 8, message: /the bank was asked for/ }]
      }
    })
    t.match(await statusOf(payments[0]!.id), { status: 'ordered' })
    t.match(await send(of(debit(a, first), debit(a, first), debit(b, second, { returned: 'AC04' }))), {
      body: {
        paidCount: 1,
        unmatched: [{ message: /debited .* 2 times/ }, { message: /a debit that is said to be a return/ }]
      }
    })
    t.match(await send(of({ ...debit(a, first), on: addDays(executionOn, -1) })), {
      body: { paidCount: 0, unchangedCount: 0, unmatched: [{ message: /debited .* already, on/ }] }
    })
    t.match(
      await send(
        of({
          ...debit(b, second + 15),
          details: [{ endToEndId: b, amount: second + 15, charge: { amount: 15, included: true } }]
        })
      ),
      {
        body: { paidCount: 1, remarks: [{ message: /15.00 SEK of charges/ }] }
      }
    )
  }
)

for (const message of pains) {
  t.test(`${message}: a status covers what is below it, unless that says otherwise`, async t => {
    const { run, ids, amounts, items, send } = await anExportedRunOf(t, 4)
    const of = (more: Partial<Report>) => painReport(message, { original: run.messageId, ...more })
    for (const status of ['RCVD', 'ACTC', 'ACCP', 'ACSP', 'PDNG', 'XXXX']) {
      t.match(await send(of({ group: { status } })), {
        status: 200,
        body: {
          paidCount: 0,
          rejectedCount: 0,
          status: 'exported',
          remarks: [{ message: new RegExp(`^${status}.*of 4 payments`) }]
        }
      })
    }
    const rejected = { endToEndId: ids[0], status: 'RJCT', reason: { code: 'AC04', text: 'Avslutat 2026-11-01' } }
    const own = { endToEndId: ids[1], status: 'RJCT', reason: { own: 'SE-77' } }
    const pending = { endToEndId: ids[2], status: 'ACSP', amount: amounts[2] }
    const file = of({
      group: { status: 'PART', count: 4, perStatus: { RJCT: 2, ACSP: 1, ACSC: 1 } },
      payment: { status: 'ACSC', sum: amounts.reduce((sum, amount) => sum + amount, 0) },
      statuses: [rejected, own, pending, { endToEndId: 'X-1', status: 'ACSC' }]
    })
    t.match(
      await send(file),
      { status: 422, body: { type: /bank-file-sums$/, violations: [{ field: /ACSC/ }] } },
      'one too many'
    )
    const right = file.replace(/<TxInfAndSts>(?:(?!<TxInfAndSts>).)*X-1.*?<\/TxInfAndSts>/s, '')
    t.match(await send(right), {
      body: {
        ...{ paidCount: 1, rejectedCount: 2, unchangedCount: 0, status: 'exported' },
        remarks: [{ endToEndId: ids[2], message: /^ACSP/ }]
      }
    })
    t.match(await items(run.id), [
      { status: 'rejected', rejectedReason: 'AC04: the account is closed. Avslutat 2026-11-01' },
      { status: 'rejected', rejectedReason: 'SE-77' },
      { status: 'live' },
      { status: 'paid', paidOn: executionOn }
    ])
    t.match(await send(right), { body: { paidCount: 0, rejectedCount: 0, unchangedCount: 3 } }, 'the same again')
    const settled = { endToEndId: ids[2], status: 'ACSC', settledOn: executionOn, amount: amounts[2]! }
    t.match(await send(of({ statuses: [{ ...settled, amount: 1 }] })), {
      status: 422,
      body: { type: /confirmation-not-valid$/ }
    })
    t.match(await send(of({ statuses: [settled] })), { body: { paidCount: 1, status: 'confirmed' } })
    t.match(
      await send(of({ group: { status: 'RJCT' } })),
      { status: 422, body: { type: /confirmation-not-valid$/ } },
      'contradicts'
    )
  })

  t.test(`${message}: the message is rejected with its reason, or says nothing that changes the run`, async t => {
    const { run, send, items } = await anExportedRunOf(t, 2)
    const of = (more: Partial<Report>) => painReport(message, { original: run.messageId, ...more })
    const refused: [string, Partial<Report>, RegExp, number][] = [
      ['another message', { original: 'PR1', originalPayment: run.messageId }, /confirmation-of-another-run$/, 409],
      [
        'another payment information',
        { originalPayment: 'P-1', payment: { status: 'ACSC' } },
        /confirmation-of-another-run$/,
        409
      ],
      ['another number', { group: { status: 'ACSC', count: 3 } }, /bank-file-sums$/, 422],
      ['another sum', { payment: { status: 'ACSC', sum: 1 } }, /bank-file-sums$/, 422],
      ['rejections that are not listed', { group: { status: 'PART', perStatus: { RJCT: 1 } } }, /bank-file-sums$/, 422]
    ]
    for (const [name, more, type, status] of refused) t.match(await send(of(more)), { status, body: { type } }, name)
    t.match(await items(run.id, 'status=live'), [{}, {}])
    t.match(await send(of({ group: { status: 'RJCT', reason: { code: 'FF01' } } })), {
      body: { rejectedCount: 2, status: 'confirmed' }
    })
    t.match(await items(run.id), [{ rejectedReason: 'FF01: the format of the file is wrong' }, { status: 'rejected' }])
  })
}

t.test('the statement says what a report did not know, and neither contradicts the other', async t => {
  const { run, ids, amounts, send, items } = await anExportedRunOf(t, 2)
  const report = painReport('pain.002.001.10', { original: run.messageId, group: { status: 'ACSC' } })
  const late = camt('camt.053.001.08', {
    statements: [{ entries: [{ ...debit(ids[0], amounts[0]!), on: executionOn }] }]
  })
  t.match(await send(late), { body: { paidCount: 1 } })
  t.match(await send(report), { body: { paidCount: 1, unchangedCount: 1, status: 'confirmed' } })
  const statement = camt('camt.053.001.08', {
    statements: [{ entries: [{ ...debit(ids[1], amounts[1]!), on: addDays(executionOn, 1) }] }]
  })
  t.match(await send(statement), { body: { paidCount: 0, unchangedCount: 1, remarks: [{ message: /known as paid/ }] } })
  t.match(await items(run.id), [{ paidOn: executionOn }, { paidOn: executionOn }])
})

t.test('a file that is not of the run’s account is refused, or what is of it is taken', async t => {
  const { ids, amounts, send, database } = await anExportedRunOf(t, 1)
  const entries = [debit(ids[0], amounts[0]!)]
  const of = (...statements: object[]) =>
    camt('camt.054.001.02', { statements: statements.map(more => ({ entries, ...more })) })
  const other = { iban: 'SE3550000000054910000003' }
  const refused = {
    status: 409,
    body: { type: /bank-file-of-another-account$/, violations: [{ field: 'Acct', line: 6, message: /ends in 0003$/ }] }
  }
  t.match(await send(of(other)), refused)
  t.match(await send(of({ number: '50501055' })), { status: 409 })
  await database.$client.query('update payment_settings set iban = null')
  t.match(
    await send(of({})),
    { status: 409, body: { type: /bank-file-of-another-account$/ } },
    'nobody has said the IBAN'
  )
  await database.$client.query('update payment_settings set iban = $1', [IBAN])
  t.match(await send(of(other, {})), { status: 200, body: { paidCount: 1, unmatchedCount: 0 } })
  for (const number of ['991-2346', '58398257466', '500058398257466', '50000000058398257466'])
    t.match(await send(of({ number })), { status: 200, body: { unchangedCount: 1 } }, number)
})

t.test('a file that is wrong is refused for what is wrong with it, with its place, and nothing is done', async t => {
  const { run, ids, amounts, send, statusOf, payments } = await anExportedRunOf(t, 2)
  const [id, amount] = [ids[0], amounts[0]!]
  const entry = debit(id, amount)
  const good = (message: Camt = 'camt.054.001.08', more: object = {}) =>
    camt(message, { statements: [{ entries: [entry], ...more }] })
  const withDtd = (dtd: string, text = '') =>
    good().replace('<Document', `<!DOCTYPE Document ${dtd}><Document`).replace('BANK-1', `BANK-1${text}`)
  const laughs = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
  const deep = `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`
  const files: [string, string | Buffer, number, RegExp, object?][] = [
    ['cut off', good().slice(0, -40), 400, /bank-file-not-xml$/],
    ['cut off within a tag', good().slice(0, -22), 400, /bank-file-not-xml$/],
    ['two roots', `${good()}<Document/>`, 400, /bank-file-not-xml$/],
    ['a tag that is not closed', good().replace('</Refs>', ''), 400, /bank-file-not-xml$/, { line: 7 }],
    ['an entity of nobody', good().replace('BANK-1', '&bank;'), 400, /bank-file-not-xml$/],
    ['a DOCTYPE', withDtd(''), 400, /bank-file-with-doctype$/, { line: 2 }],
    ['an external entity', withDtd('[<!ENTITY x SYSTEM "file:///etc/passwd">]', '&x;'), 400, /bank-file-with-doctype$/],
    ['an external subset', withDtd('SYSTEM "http://127.0.0.1:1/x.dtd"'), 400, /bank-file-with-doctype$/],
    ['a billion laughs', withDtd(`[<!ENTITY l0 "ha">${laughs}]`, '&l9;'), 400, /bank-file-with-doctype$/],
    ['an endless text', good().replace('BANK-1', 'x'.repeat(2_000_000)), 400, /bank-file-not-xml$/],
    ['elements within each other', good().replace('<Refs>', `${deep}<Refs>`), 400, /bank-file-not-xml$/],
    ['bytes of no encoding', Buffer.from(good().replace('BANK-1', 'å'), 'latin1'), 400, /bank-file-not-xml$/],
    ['an unknown encoding', good().replace('UTF-8', 'EBCDIC'), 400, /bank-file-not-xml$/],
    ['another version', good().replaceAll('054.001.08', '054.001.04'), 422, /bank-file-version$/, { line: 2 }],
    ['another message', good().replaceAll('camt.054.001.08', 'camt.052.001.08'), 422, /bank-file-version$/],
    ['no namespace', good().replace(/ xmlns="[^"]*"/, ''), 422, /bank-file-version$/],
    ['another namespace', good().replace('urn:iso:std:iso:20022:tech', 'urn:other'), 422, /bank-file-version$/],
    ['another root', good().replaceAll('Document', 'Message'), 422, /bank-file-version$/],
    ['no message id', good().replace('<MsgId>BANK-1</MsgId>', ''), 422, /bank-file-not-valid$/],
    [
      'another currency',
      good().replace('"SEK"', '"EUR"'),
      422,
      /bank-file-of-another-currency$/,
      { line: 7, field: 'Amt' }
    ],
    ['an account in another currency', good(undefined, { currency: 'EUR' }), 422, /bank-file-of-another-currency$/],
    [
      'an amount of three decimals',
      good().replace(/>(\d+)\.00</, '>$1.005<'),
      422,
      /bank-file-not-valid$/,
      { line: 7 }
    ],
    ['a negative amount', good().replace(/>(\d+)\.00</, '>-$1<'), 422, /bank-file-not-valid$/],
    ['a day that is none', good().replaceAll(`<Dt>${executionOn}`, '<Dt>2026-02-30'), 422, /bank-file-not-valid$/],
    ['neither debit nor credit', good().replaceAll('DBIT', 'DEBT'), 422, /bank-file-not-valid$/],
    [
      'another number of entries',
      good(undefined, { summary: summaryOf(2, amount) }),
      422,
      /bank-file-sums$/,
      { line: 7 }
    ],
    ['another sum', good(undefined, { summary: summaryOf(1, amount + 0.01) }), 422, /bank-file-sums$/],
    [
      'debits that are missing',
      good('camt.053.001.02', { summary: summaryOf(2, amount, 'TtlDbtNtries') }),
      422,
      /bank-file-sums$/
    ],
    [
      'credits that are missing',
      good('camt.053.001.02', { summary: summaryOf(1, 0, 'TtlCdtNtries') }),
      422,
      /bank-file-sums$/
    ],
    [
      'entries of others',
      camt('camt.054.001.08', { statements: [{ entries: [debit('X-1', 5)] }] }),
      409,
      /confirmation-of-another-run$/,
      { line: 7 }
    ],
    [
      'paid before the run was locked',
      camt('camt.054.001.08', { statements: [{ entries: [{ ...entry, on: '2026-01-02' }] }] }),
      422,
      /confirmation-not-valid$/
    ],
    ['XML of some other kind', '<invoice/>', 400, /import-file$/]
  ]
  for (const [name, file, status, type, place] of files) {
    const answer = await send(file)
    t.match(answer, { status, body: { type } }, name)
    if (place) t.match(answer.body.violations?.[0], place, `${name}: the place`)
  }
  for (const { id } of payments) t.match(await statusOf(id), { status: 'ordered' })
  t.match(await send(good('camt.053.001.08', { summary: summaryOf(1, amount) })), {
    status: 200,
    body: { paidCount: 1 }
  })
  t.match(
    await send(
      camt('camt.054.001.08', { statements: [{ entries: [debit(run.items[1].endToEndId, amounts[1]!)] }] }),
      'text/csv'
    ),
    {
      body: { paidCount: 1, status: 'confirmed' }
    },
    'told by its content, not by its name'
  )
})
