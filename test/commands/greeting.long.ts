import t from 'tap'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { aService, stop } from './cli.ts'

// The service is started twice.

t.test('into a log no key is printed, nor made; it is told how to make one', async t => {
  const url = await createDatabase(t)
  const env = { DATABASE_URL: url, WORKER: 'none' }
  const first = await aService(t, { ...env, PRINT_FIRST_KEY: '' })
  const text = first.lines.join('\n')
  t.match(first.lines[0], /^Partnerskap +http:/)
  t.match(text, /^No key yet +make one: npm run partnerskap -- keys create /m)
  t.notMatch(text, /psk_/)
  t.match(await query(url, 'select count(*)::int from api_keys'), [{ count: 0 }])
  t.equal(await stop(first.child), 0)

  const second = await aService(t, { ...env, PRINT_FIRST_KEY: 'true' })
  t.match(second.lines.join('\n'), /^API key +psk_\S{40,}$/m)
  t.equal(await stop(second.child), 0)

  const third = await aService(t, { ...env, PRINT_FIRST_KEY: '' })
  t.notMatch(third.lines.join('\n'), /No key yet|psk_/, 'and nothing when there are keys')
  t.equal(await stop(third.child), 0)
})
