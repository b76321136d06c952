import { and, eq } from 'drizzle-orm'
import { applications } from '../applications/record.ts'
import type { Transaction } from '../database/connection.ts'
import { Invalid } from '../errors.ts'

/**
 * A line answers an application of the municipality that stands. One that its applicant took back is not decided, unless
 * it is opened again. `pointer` leads to the line in what was sent. @throws Invalid
 */
export async function checkApplication(
  tx: Transaction,
  municipalityCode: string,
  id: string | null | undefined,
  pointer: string
): Promise<void> {
  if (!id) return
  const { status, withdrawnAt } = applications
  const [row] = await tx
    .select({ status, withdrawnAt })
    .from(applications)
    .where(and(eq(applications.municipalityCode, municipalityCode), eq(applications.id, id)))
    .for('share')
  const field = `${pointer}/applicationId`
  if (!row || row.withdrawnAt) {
    const message = 'is not an application that stands in this municipality'
    throw new Invalid('application-not-found', 'There is no such application.', [{ field, message }])
  }
  if (row.status === 'withdrawn') {
    throw new Invalid('application-already-withdrawn', 'The application was taken back by who applied.', [
      { field, message: 'was taken back by who applied: open it again first' }
    ])
  }
}
