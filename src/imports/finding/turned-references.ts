import { sql } from 'drizzle-orm'
import { isTurned } from '../rows/turned.ts'
import { type Context, reject } from './context.ts'

/**
 * A spreadsheet makes 12 of the reference `0012`: the row would come in a second time, as a new one. Refused is a new row whose
 * reference may be so made of that of a known line with the same decision, recipients, purpose and years, which the file does not
 * name; unless the caller says that such rows are new (`nearMatches=add`).
 */
export async function refuseTurnedReferences(context: Context): Promise<void> {
  const { tx, source, columns, nearMatches } = context
  if (columns.reference === undefined || nearMatches === 'add') return
  const { rows } = await tx.execute<{ position: number; reference: string; known: string }>(sql`
    select position, staged.reference, line.reference as known from staged
    join import_free line on line.identity = staged.identity and line.source = ${source} and line.reference is not null
    where violations = '[]' and staged.line_id is null and staged.reference is not null`)
  const positions = rows.filter(({ reference, known }) => isTurned(known, reference)).map(({ position }) => position)
  if (positions.length === 0) return
  await reject(
    context,
    'reference',
    {
      message:
        'is what a spreadsheet makes of the reference of a known line, which agrees in the rest (0012 becomes 12): write it as text, or say nearMatches=add where the row is new',
      sv: 'är vad ett kalkylprogram gör av referensen till en känd rad som i övrigt är lika (0012 blir 12): skriv den som text, eller ange nearMatches=add om raden är ny'
    },
    sql`position = any(${sql.param(positions)}::int[])`
  )
}
