import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { tells, toldIn } from '../../base/errors.ts'
import { type Language, languages } from '../../base/language.ts'
import { vary } from './vary.ts'

/**
 * In which language people are answered (RFC 9110, 12.5.4: weights, q=0, `*`, `sv-SE` for `sv`). English where none of those asked for
 * is to be had (Swedish first, where that is offered first): an answer that somebody can have translated is worth more than 406.
 */
export function languageOf({ headers }: FastifyRequest, offered: readonly Language[] = languages): Language {
  return new Negotiator({ headers }).language([...offered]) ?? offered[0]!
}

/** What is answered, with every message in it in the language that is preferred. */
export const answeredIn = <T>(request: FastifyRequest, reply: FastifyReply, value: T): T =>
  toldIn(value, answeringIn(request, reply))

/** The same of a record: one in which nothing is told to people is the same in both languages, and does not vary. */
export const answered = <T>(request: FastifyRequest, reply: FastifyReply, value: T): T =>
  tells(value) ? answeredIn(request, reply, value) : value

/** The language of an answer that is to be had in several, which says so. */
export function answeringIn(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageOf(request)
  vary(reply, 'accept-language')
  reply.header('content-language', language)
  return language
}
