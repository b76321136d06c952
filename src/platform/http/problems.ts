import type { AddressInfo } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { NotFound, ruleNamed, wordsIn } from '../../base/errors.ts'
import type { Language } from '../../base/language.ts'
import type { App } from './app.ts'
import { closingProblem } from './closing.ts'
import { databaseErrorIn } from './failures.ts'
import { answeringIn } from './language.ts'
import { HttpProblem, nothingHere, problemDocument, problemOf, sendProblem } from './problem.ts'
import { isRule } from './problem-names.ts'
import { nameAnswer } from './tracing.ts'

/** Where errors are caught: in handlers, in the framework before there is a route, and in the parser of HTTP. */

type Listening = { server: { address(): string | AddressInfo | null }; configuredAddress: string }

/** Scheme and host by which clients reach the service: PUBLIC_URL, else the address that it listens on (or will). Never
 * what a request says in Host: whoever asks would choose what others are told. */
export function baseOf({ server, configuredAddress }: Listening, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl
  const address = server.address()
  return address && typeof address === 'object' ? addressOf(address.address, address.port) : configuredAddress
}

/** As a URL that can be asked on this machine: all addresses are named by one of them. */
export function addressOf(host: string, port: number): string {
  const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`
}

export const answeredProblems = fp<{ publicUrl: string | undefined }>(async (app, { publicUrl }) => {
  app.setErrorHandler((error: Error, request, reply) => answerError(error, request, reply, publicUrl))
  app.setNotFoundHandler((request, reply) => {
    const problem = { ...problemOf(new NotFound('', '')), detail: nothingHere }
    return sendProblem(request, reply, problem, baseOf(request.server, publicUrl))
  })
})

/** Answers, and logs once what is our fault. */
export function answerError(error: Error, request: FastifyRequest, reply: FastifyReply, publicUrl?: string) {
  const problem = problemOf(isCancelledAtClosing(error, request) ? closingProblem() : error)
  if (problem.status >= 500 && !(error instanceof HttpProblem)) {
    request.log[problem.status === 500 ? 'error' : 'warn']({ err: error }, 'request failed')
  }
  return sendProblem(request, reply, problem, baseOf(request.server, publicUrl))
}

/** A service that closes cancels what has not ended in time. */
function isCancelledAtClosing(error: Error, { server }: FastifyRequest): boolean {
  return server.closing?.isRefusing && databaseErrorIn(error)?.code === '57014'
}

/** Errors before there is a route: hooks have not run, so the answer is given its names here. */
export function frameworkErrors(publicUrl: string | undefined) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    nameAnswer(request, reply)
    answerError(error, request, reply, publicUrl)
  }
}

type Answering = { _httpMessage?: { headersSent: boolean } }
type Socket = Answering & { writable: boolean; end(text: string): void; destroy(): void }

/** What was sent is not HTTP: there is no request to speak of, only a socket to answer on. */
export function clientErrors(publicUrl: string | undefined) {
  return (error: Error & { code?: string }, socket: Socket) => {
    // Once an answer has begun, another would be taken for a part of it.
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) return socket.destroy()
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    const phrase = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' }[status]
    const problem = problemOf(Object.assign(new Error(), { code: 'FST_CLIENT', statusCode: status }))
    const body = problemDocument(problem, publicUrl ?? '', 'en')
    const head = `HTTP/1.1 ${status} ${phrase}\r\nContent-Type: application/problem+json\r\nContent-Language: en\r\nConnection: close\r\n`
    socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }
}

/** `GET /problems/{rule}`: the page behind the `type` of every problem, and of nothing else. */
export async function problemPages(app: App) {
  app.get(
    '/problems/:rule(^[a-z0-9-]+$)',
    { config: { scope: 'public', maxAge: 3_600 }, schema: { hide: true } },
    (request, reply) => {
      const { rule } = request.params as { rule: string }
      if (!isRule(rule)) throw new NotFound('rule', rule)
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'")
        .send(page(rule, answeringIn(request, reply)))
    }
  )
}

const headings = {
  en: { meaning: 'What it means', remedy: 'What to do' },
  sv: { meaning: 'Vad det betyder', remedy: 'Vad du kan göra' }
}

function page(rule: string, language: Language): string {
  const { title, meaning, remedy } = wordsIn(ruleNamed(rule), language)
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>${title}</title>
<h1>${title}</h1>
<p><code>${rule}</code></p>
<h2>${headings[language].meaning}</h2>
<p>${meaning}</p>
<h2>${headings[language].remedy}</h2>
<p>${remedy}</p>
`
}
