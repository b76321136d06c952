import t from 'tap'
import { codes } from '../../src/app-codes.ts'
import { createApp } from '../support/app.ts'

const path = '/partnerskap/v1/code-lists'
type Label = { en: string; sv: string }
type List = { name: string; meaning: Label; codes: { code: string; labels: Label }[] }

t.test('every list of codes has a label for each code, in both languages, without a key', async t => {
  const { request } = await createApp(t)
  const answer = await request('GET', path)
  t.match(answer, { status: 200, headers: { 'cache-control': 'public, max-age=300', etag: /./ } })
  const lists: List[] = answer.body.lists
  t.strictSame(
    lists.map(({ name }) => name),
    Object.keys(codes)
  )
  for (const { name, meaning, codes: told } of lists) {
    t.strictSame(
      told.map(({ code }) => code),
      [...codes[name as keyof typeof codes].values],
      name
    )
    for (const text of [meaning, ...told.map(({ labels }) => labels)]) {
      t.match(text, { en: /^\S.*\S$/s, sv: /^\S.*\S$/s }, name)
      t.notMatch(text.sv, /\b(the|of|and|with|is|not)\b/, name)
    }
    for (const language of ['en', 'sv'] as const) {
      const shown = told.map(({ labels }) => labels[language])
      t.equal(new Set(shown).size, shown.length, `${name}: no two codes are shown alike`)
    }
  }
})

t.test('one list is asked for by its name, and is the same in every language', async t => {
  const { request } = await createApp(t)
  const answer = await request('GET', `${path}/LineOutcome`)
  t.equal(answer.status, 200)
  const labelOf = new Map((answer.body as List).codes.map(({ code, labels }) => [code, labels.sv]))
  t.equal(labelOf.get('rejected'), 'Avslag')
  t.equal(labelOf.get('partlyGranted'), 'Delvis beviljat')
  t.equal(labelOf.get('referredBack'), 'Återremitterat')
  const swedish = await request('GET', `${path}/LineOutcome`, undefined, { 'accept-language': 'sv' })
  t.strictSame(swedish.body, answer.body)
  t.notMatch(String(swedish.headers.vary), /accept-language/)
  t.match(await request('GET', `${path}/EventType`), { status: 200, body: { meaning: { en: /./ } } })
  for (const none of ['nonsense', 'constructor', 'lineoutcome', '__proto__']) {
    t.match(await request('GET', `${path}/${none}`), { status: 404, body: { type: /not-found$/ } }, none)
  }
})
