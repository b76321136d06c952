import type { FastifyReply } from 'fastify'

/** Adds a name to Vary that does not stand there. */
export function vary(reply: FastifyReply, name: string) {
  const names = String(reply.getHeader('vary') ?? '')
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
  if (names.some(each => each === '*' || each.toLowerCase() === name)) return
  reply.header('vary', [...names, name].join(', '))
}
