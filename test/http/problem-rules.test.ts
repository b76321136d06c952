import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runStatuses } from '../../src/money/payment-runs/rules.ts'
import { refusalOfRevoking } from '../../src/money/payments/attest-rules.ts'
import { paymentStatuses } from '../../src/money/payments/rules.ts'
import { brokenRule as ofReport, reportActs } from '../../src/money/reports/content-rules.ts'
import { reportStatuses } from '../../src/money/reports/rules.ts'
import '../../src/app.ts'
import { declaredRules, rulesOf } from '../../src/base/errors.ts'
import { agreementActs, agreementStatuses, brokenRule as ofAgreement } from '../../src/register/agreements/rules.ts'
import { applicationStatuses, statusRules } from '../../src/register/applications/rules.ts'
import { schemeStatuses } from '../../src/register/schemes/rules.ts'

const src = fileURLToPath(new URL('../../src', import.meta.url))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const code = files.map(file => [file, readFileSync(join(src, file), 'utf8')] as const)

/** Rules that are written out where they are thrown, refused or answered. */
const written = [
  /(?:problems\[|ruleNamed\(|HttpProblem\(\d+, )'([a-z0-9-]+)'/g,
  /\b(?:refuse|say|fail)\(\s*'([a-z]+(?:-[a-z]+)+)'/g,
  /\brule(?: =|:) (?:\S+ \? )?(?:named \?\? )?'([a-z]+(?:-[a-z]+)+)'/g,
  /\brule = .*\? '[a-z-]+' : '([a-z-]+)'/g,
  /\brule(?: =|:) .*\? '([a-z]+(?:-[a-z]+)+)' :/g,
  /^ {2}\d{3}: \['([a-z-]+)', '/gm
]

/** Examples in schemas and descriptions are no rules that are broken there, nor are the notes on how a file is laid out. */
const thrown = () =>
  code
    .filter(([file]) => !/(schemas|record|problem-rules|problems|openapi[a-z-]*|files\/layout)\.ts$/.test(file))
    .flatMap(([file, text]) =>
      written.flatMap(pattern => [...text.matchAll(pattern)].map(([, rule]) => [rule!, file] as const))
    )

/** Rules whose name is made of a status or a noun. */
function made(): string[] {
  const statuses = [
    ...paymentStatuses.map(status => `payment-${status}`),
    ...runStatuses.map(status => `payment-run-${status}`),
    ...schemeStatuses.filter(status => status !== 'notStated').map(status => `scheme-already-${status}`),
    ...(['decided', 'withdrawn'] as const).map(status => `application-already-${status}`),
    ...applicationStatuses.map(status => statusRules[status])
  ]
  const acts = [
    ...agreementActs.flatMap(act =>
      act === 'created' ? [] : agreementStatuses.map(status => ofAgreement(status, act))
    ),
    ...reportActs.flatMap(act => reportStatuses.map(status => ofReport(status, act))),
    ...(['check', 'approve'] as const).flatMap(attestation =>
      paymentStatuses.map(status => refusalOfRevoking(status, attestation)?.rule)
    )
  ]
  // What lockRecord says of a record of each noun.
  const nouns = code.flatMap(([, text]) =>
    [...text.matchAll(/lockRecord\(\s*tx,\s*[\w.]+,\s*'([a-z]\w*)'|\bnoun: '([a-z]\w*)'/g)].map(
      ([, one, other]) => one ?? other!
    )
  )
  const withdrawn = nouns.map(noun => `${noun.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}-withdrawn`)
  return [...statuses, ...acts.filter(rule => rule !== undefined), ...withdrawn]
}

t.test('every rule that the code can break has a title, a meaning and a remedy', async t => {
  const found = thrown()
  t.ok(new Set(found.map(([rule]) => rule)).size > 170, 'they are found')
  const lacking = found.filter(([rule]) => !declaredRules.has(rule)).map(([rule, file]) => `${rule} (${file})`)
  t.same([...new Set(lacking)], [])
  t.same(
    [...new Set(made())].filter(rule => !declaredRules.has(rule)),
    []
  )
})

t.test('each rule has one text in each language, and it says something', async t => {
  const words = { title: 'x', meaning: 'x', remedy: 'x' }
  t.throws(() => rulesOf({ validation: { ...words, sv: words } }), /declared twice/)
  for (const [code, rule] of declaredRules) {
    for (const part of ['title', 'meaning', 'remedy'] as const) {
      const [english, swedish] = [rule[part], rule.sv[part]]
      for (const text of [english, swedish]) t.match(text, /^\S.{5,}$/s, code)
      t.not(swedish, english, `${code}: ${part} is translated`)
      t.equal(swedish.endsWith('.'), english.endsWith('.'), `${code}: ${part} ends alike`)
      // Names of members, parameters and settings stay as they are.
      for (const name of english.match(/\b[A-Z]+(?:_[A-Z]+)+\b|\b[a-z]+(?:[A-Z][a-z]+)+\b/g) ?? []) {
        t.ok(swedish.includes(name), `${code}: ${part} names ${name}`)
      }
      t.notMatch(swedish, /\b(the|and|with|is|not)\b/, `${code}: ${part} has no English`)
    }
  }
})
