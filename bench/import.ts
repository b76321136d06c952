import type pg from 'pg'

const row = (at: number) => ({
  body: 'Fritidsnämnden',
  date: `2023-${String((at % 12) + 1).padStart(2, '0')}-15`,
  scheme: `Stöd ${at % 10}`,
  recipient: `Idrottsföreningen ${at % 400}`,
  purpose: `Ändamål ${at}`,
  amount: 1_000 + at
})

/** A file of that many rows as municipalities send them: 400 recipients, 12 meetings. */
export function importFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const { body, date, scheme, recipient, purpose, amount } = row(at)
    return `${body},${date},2023,${scheme},${recipient},${purpose},${amount},beviljad`
  })
  return `body,decided_on,grant_year,scheme,recipient,purpose,granted,outcome\n${lines.join('\n')}\n`
}

/**
 * The least that could be done with the same rows: one statement that inserts them as they are into a table with one
 * key. It checks nothing, finds nothing again, and keeps no history, awards or ledger. Rows a second.
 */
export async function rawImport(client: pg.Client, rows: number): Promise<number> {
  await client.query(`create table bench_rows (id uuid primary key default uuid_v7(), body text, date date, scheme text,
    recipient text, purpose text, amount numeric(14, 2))`)
  const begun = performance.now()
  const values = JSON.stringify(Array.from({ length: rows }, (_, at) => row(at)))
  await client.query(
    `insert into bench_rows (body, date, scheme, recipient, purpose, amount)
     select * from json_to_recordset($1) as row (body text, date date, scheme text, recipient text, purpose text, amount numeric)`,
    [values]
  )
  return (rows / (performance.now() - begun)) * 1_000
}
