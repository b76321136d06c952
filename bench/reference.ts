import Fastify from 'fastify'
import pg from 'pg'
import type { Question } from './raw.ts'

/**
 * Bare Fastify and pg, in a process of its own: each question is one prepared statement whose rows are answered as JSON. No
 * authentication, no validation, no ETag, no log. Started by `npm run bench` with the questions and the database's address.
 */

type Told = { url: string; size: number; questions: Question[] }

process.once('message', async ({ url, size, questions }: Told) => {
  const pool = new pg.Pool({ connectionString: url, max: size })
  const app = Fastify()
  for (const [at, { query }] of questions.entries()) {
    app.get(`/${at}`, async () => {
      const { rows } = await pool.query(query)
      return rows.length === 1 ? rows[0] : { items: rows }
    })
  }
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  process.send!(address)
  process.once('disconnect', async () => {
    await app.close()
    await pool.end()
  })
})
