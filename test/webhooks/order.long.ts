import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { made } from '../support/register.ts'
import { answers, aReceiver, aSender, taken, until } from './sending.ts'

/** Events of one record in the order in which each was first taken. */
const bySubject = (taken: { subject: string; sequence: number }[]) => {
  const seen = new Set<number>()
  const first = taken.filter(({ sequence }) => !seen.has(sequence) && seen.add(sequence))
  return Map.groupBy(first, ({ subject }) => subject)
}

t.test('whatever fails and whoever is killed, all events arrive, and those of a record in order', async t => {
  const { ask, subscribe, send } = await aSender(t)
  const names = ['A', 'B', 'C', 'D']
  const histories = fc.array(fc.constantFrom(...names), { minLength: 5, maxLength: 30 })
  const property = fc.asyncProperty(
    histories,
    fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
    fc.integer({ min: 1, max: 4 }),
    async (changes, luck, pace) => {
      const ids = await Promise.all(
        names.map(async name => (await made(ask('POST', '/bodies', { name, kind: 'committee' }))).id)
      )
      const arrived: { subject: string; sequence: number }[] = []
      const receiver = await aReceiver(t, (one, response, nth) => {
        const { subject, data } = one.event
        const chance = luck.next().value as number
        if (chance < 2) return answers(500)(one, response, nth)
        // It has it, and yet says nothing of it.
        arrived.push({ subject, sequence: data.sequence })
        if (chance === 2) return void response.destroy()
        taken(one, response, nth)
      })
      const { id } = await subscribe(receiver.url, { eventTypes: ['body.updated'] })
      let isDone = false
      // Two processes at once, which are stopped again and again; whoever does not send tries whether the other is gone.
      const process = async (lives: number) => {
        while (!isDone) {
          const stop = send()
          await sleep(lives)
          await stop()
        }
      }
      const processes = [process(60 + 90 * pace), process(150)]
      const sent = new Map<string, number>()
      for (const [nth, name] of changes.entries()) {
        const of = ids[names.indexOf(name)]!
        await made(ask('PATCH', `/bodies/${of}`, { name: `${name} ${nth}` }, { 'if-match': '*' }))
        sent.set(`body/${of}`, (sent.get(`body/${of}`) ?? 0) + 1)
      }
      await until(async () => new Set(arrived.map(({ sequence }) => sequence)).size >= changes.length, 'all of them')
      isDone = true
      await Promise.all(processes)
      const found = bySubject(arrived)
      for (const [subject, events] of found) {
        const sequences = events.map(({ sequence }) => sequence)
        t.same(
          sequences,
          sequences.toSorted((a, b) => a - b),
          subject
        )
        t.equal(sequences.length, sent.get(subject))
      }
      t.equal(found.size, sent.size)
      await made(ask('POST', `/webhook-subscriptions/${id}/withdraw`, { reason: 'Klart' }))
      for (const [at, of] of ids.entries())
        await made(ask('PATCH', `/bodies/${of}`, { name: `Gammal ${at} ${id}` }, { 'if-match': '*' }))
    }
  )
  await fc.assert(property, { numRuns: 6, endOnFailure: true })
})

t.test('a record whose events are not taken keeps no other record waiting, and is not overtaken by itself', async t => {
  const { ask, subscribe, send } = await aSender(t)
  const [bad, good] = await Promise.all(
    ['Dålig', 'Bra'].map(async name => (await made(ask('POST', '/bodies', { name, kind: 'committee' }))).id as string)
  )
  let isMended = false
  const receiver = await aReceiver(t, (one, response, nth) => {
    // It hangs: nothing at all comes of the record.
    if (one.event.subject === `body/${bad}` && !isMended) return
    taken(one, response, nth)
  })
  await subscribe(receiver.url, { eventTypes: [], subjectIds: [bad, good] })
  send({ timeoutMs: 2_000 })
  const rename = (id: string, name: string) => made(ask('PATCH', `/bodies/${id}`, { name }, { 'if-match': '*' }))
  for (let nth = 0; nth < 5; nth++) {
    await rename(bad!, `Dålig ${nth}`)
    const began = Date.now()
    await rename(good!, `Bra ${nth}`)
    await until(() => receiver.received.some(({ event }) => event.data.after.name === `Bra ${nth}`), 'the other record')
    t.ok(Date.now() - began < 1_900, `${Date.now() - began} ms`)
  }
  const ofBad = () => receiver.received.filter(({ event }) => event.subject === `body/${bad}`)
  t.same(
    [...new Set(ofBad().map(({ event }) => event.data.after.name))],
    ['Dålig 0'],
    'later events of it wait for the first'
  )
  isMended = true
  await until(() => new Set(ofBad().map(({ id }) => id)).size === 5, 'all of it')
  t.same(
    [...new Set(ofBad().map(({ event }) => event.data.after.name))],
    [0, 1, 2, 3, 4].map(nth => `Dålig ${nth}`)
  )
})

t.test('of two processes one sends, and when it ends the other does', async t => {
  const { subscribe, organisation, send, sendOnce } = await aSender(t)
  const receiver = await aReceiver(t)
  await subscribe(receiver.url)
  const stop = send()
  await organisation('En')
  await until(() => receiver.received.length === 1, 'the first')
  t.equal(await sendOnce(), false, 'the other does nothing')
  t.equal(await stop(), true)
  await organisation('Två')
  t.equal(await sendOnce(), true)
  t.equal(receiver.received.length, 2)
})
