import { sql } from 'drizzle-orm'
import t from 'tap'
import { searchKey, twinKey } from '../../src/base/names.ts'
import { KnownNames, type Named } from '../../src/imports/finding/alike.ts'
import { ALIKE } from '../../src/register/organisations/rules.ts'
import { aRegister } from '../support/register.ts'

const names =
  `Idrottsföreningen Nore;Idrottsföreningen Norre;Idrottsföreningen Norra;IF Norra;Norra idrottsföreningen;Äpplet;
Äpplets vänner;Äpplets vänner 2;Vänner av Äpplet;Föreningen 1;Föreningen 2;Föreningen 12;Föreningen 21;Föreningen 112;A;B;
AB;Brf Ängen;Brf Ängen;Ängens brf;Москва;Москвa;مركز الثقافة;Länkarna;Fria Sällskapet Länkarna;Länkarna, Fria Sällskapet;
Aaaaaa;Aaa;Scouterna Haninge;Scouterna i Haninge;Haninge scoutkår`
    .split(';')
    .map(name => name.trim())

t.test('names are alike to each other as they are to pg_trgm, in the same order', async t => {
  const { database } = await aRegister(t)
  const { rows } = await database.execute<{ trigrams: string[] }>(sql`
    select show_trgm(key) as trigrams
    from jsonb_array_elements_text(${JSON.stringify(names.map(searchKey))}) with ordinality keys (key, at) order by at`)
  const known = names.map((name, at): Named & { name: string } => ({
    id: String(at).padStart(3, '0'),
    name,
    key: searchKey(name),
    twinKey: twinKey(name),
    trigrams: rows[at]!.trigrams
  }))
  const lists = new KnownNames(known)
  for (const name of known) {
    const { rows: likest } = await database.execute<{ id: string; likeness: number }>(sql`
      select id, similarity(key, ${name.key}) as likeness
      from jsonb_to_recordset(${JSON.stringify(known)}) as known (id text, key text, "twinKey" text)
      where similarity(key, ${name.key}) >= ${ALIKE} or "twinKey" = ${name.twinKey}
      order by similarity(key, ${name.key}) desc, id limit 5`)
    const found = lists.likest(name, ALIKE, 5).map(({ name: { id }, likeness }) => ({ id, likeness }))
    t.same(
      found.map(({ id }) => id),
      likest.map(({ id }) => id),
      name.name
    )
    t.ok(
      found.every(({ likeness }, at) => Math.abs(likeness - likest[at]!.likeness) < 1e-6),
      'as much alike'
    )
  }
})
