import t from 'tap'
import { distribute } from '../../src/platform/database/distribute.ts'
import { aService, stop } from '../commands/cli.ts'
import { aDouble } from '../support/citus-double.ts'
import { createDatabase } from '../support/database.ts'
import { figures, people, playAll } from '../support/whole-flow.ts'

t.test('the service works on what the steps leave: sequences for identity columns, and keys added again', async t => {
  const url = await createDatabase(t)
  t.ok((await distribute(await aDouble(t, url), () => {})) > 500)
  const { child, address } = await aService(t, { DATABASE_URL: url, WORKER: 'inProcess', PRINT_FIRST_KEY: 'false' })
  const asked = await people(t, url, address)
  const { knownAt, told } = await playAll(asked)
  t.same(await figures(asked.admin, knownAt), told)
  t.equal(await stop(child), 0)
})
