import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { FastifyRequest } from 'fastify'
import { Malformed } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { faultOfText } from '../../base/names.ts'
import { problems } from './problem-rules.ts'
import type { Spooled } from './spool.ts'

/** A form with one file and fields (`multipart/form-data`), taken as the request that says the same by its address. */

/** Fields, and bytes of one, that a form may have; more than any operation has parameters. */
const MOST_FIELDS = 500
const LONGEST_FIELD = 8_192

const CUT_OFF: Message = {
  message: 'is cut off, or is not what its Content-Type says',
  sv: 'är avbrutet, eller är inte vad dess Content-Type säger'
}

type Keep = (parts: AsyncIterable<Uint8Array>) => Promise<Spooled>
type File = { kept: Spooled; fileName: string; contentType: string }
type Form = { files: File[]; fields: [name: string, value: string][]; fault?: Message }

/**
 * Reads a form whose field `file` is the file: its fields become the query, which is validated as always, and its file the
 * body with the file's own content type. Answers what `keep` makes of the file. Empty fields say nothing: a form sends them all.
 * @throws Malformed: no form, not one file, parameters in both the address and the form; what `keep` throws
 */
export async function takeForm(request: FastifyRequest, body: AsyncIterable<Uint8Array>, keep: Keep): Promise<Spooled> {
  const form = await readForm(request, body, keep)
  try {
    return taken(request, form)
  } catch (error) {
    for (const { kept } of form.files) await kept.close()
    throw error
  }
}

function taken(request: FastifyRequest, { files, fields, fault }: Form): Spooled {
  if (fault) refuse('', fault)
  const [file] = files
  if (!file) {
    refuse('file', {
      message: 'is required: the file, in a field of this name',
      sv: 'måste anges: filen, i ett fält med det namnet'
    })
  }
  if (files.length > 1) refuse('file', { message: 'must be given once', sv: 'får bara anges en gång' })
  const said = fields.filter(([, value]) => value !== '')
  if (said.length > 0) {
    if (Object.keys(request.query as object).length > 0) {
      refuse(said[0]![0], {
        message: 'is in the form, and parameters are in the address as well',
        sv: 'står i formuläret, och parametrar står även i adressen'
      })
    }
    for (const [name, value] of said) {
      const told = faultOfText(name) ?? faultOfText(value)
      if (told) refuse(name, told)
    }
    // The address too: by it a repeated request is known again.
    request.raw.url = `${request.url.split('?')[0]}?${new URLSearchParams(said)}`
    const names = new Set(said.map(([name]) => name))
    const valuesOf = (name: string) => said.filter(([other]) => other === name).map(([, value]) => value)
    request.query = Object.fromEntries(
      [...names].map(name => [name, valuesOf(name).length > 1 ? valuesOf(name) : valuesOf(name)[0]])
    )
  }
  request.headers['content-type'] = file.contentType
  request.sentFileName = file.fileName
  return file.kept
}

function refuse(field: string, told: Message): never {
  throw malformed(field, told)
}

function malformed(field: string, { message, sv }: Message): Malformed {
  const detail = {
    en: `The form cannot be taken: ${field || 'it'} ${message}.`,
    sv: `Formuläret kan inte tas emot: ${field || 'det'} ${sv}.`
  }
  return new Malformed(problems['form-malformed'], detail, [{ field, message, sv }])
}

async function readForm({ headers }: FastifyRequest, body: AsyncIterable<Uint8Array>, keep: Keep): Promise<Form> {
  const form: Form = { files: [], fields: [] }
  const parser = parserOf(headers as { 'content-type': string })
  const ended = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  const keeping: Promise<void>[] = []
  parser.on('field', (name, value, isNameCut, isCut) => {
    if (isNameCut || isCut) {
      form.fault = {
        message: `has a field of more than ${LONGEST_FIELD} bytes, or whose name is too long`,
        sv: `har ett fält på mer än ${LONGEST_FIELD} byte, eller med ett för långt namn`
      }
    }
    form.fields.push([name, value])
  })
  parser.on('file', (name, stream, fileName, _encoding, contentType) => {
    keeping.push(takeFile(form, { name, fileName, contentType }, stream, keep).catch(failed.reject))
  })
  parser.on('fieldsLimit', () => {
    form.fault = { message: `has more than ${MOST_FIELDS} fields`, sv: `har fler än ${MOST_FIELDS} fält` }
  })
  parser.on('filesLimit', () => {
    form.fault = { message: 'has more than one file', sv: 'har mer än en fil' }
  })
  parser.on('finish', ended.resolve)
  parser.on('error', () => failed.reject(malformed('', CUT_OFF)))
  try {
    for await (const part of body) {
      if (!parser.write(part)) await Promise.race([once(parser, 'drain'), failed.promise])
    }
    parser.end()
    await Promise.race([ended.promise.then(() => Promise.all(keeping)), failed.promise])
    return form
  } catch (error) {
    parser.destroy()
    await Promise.allSettled(keeping)
    for (const { kept } of form.files) await kept.close()
    throw error
  }
}

function parserOf(headers: { 'content-type': string }): BusboyInstance {
  const limits = { fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, fieldNameSize: 100, files: 2, headerPairs: 20 }
  try {
    return new Busboy({ headers, limits })
  } catch {
    refuse('', { message: 'has no boundary in its Content-Type', sv: 'har ingen boundary i sin Content-Type' })
  }
}

type Part = { name: string; fileName: string; contentType: string }

/** Keeps a file of the form, whatever becomes of the form. */
async function takeFile(form: Form, { name, fileName, contentType }: Part, stream: Readable, keep: Keep) {
  async function* parts() {
    try {
      yield* stream
    } catch {
      throw malformed('', CUT_OFF)
    }
  }
  const kept = await keep(parts())
  const isNone = !fileName && kept.size === 0
  if (name === 'file' && !isNone) return void form.files.push({ kept, fileName, contentType })
  await kept.close()
  // A form without a file sends an empty one without a name.
  if (isNone) return
  const field = JSON.stringify(name)
  form.fault = {
    message: `has a file in the field ${field}; the field is called file`,
    sv: `har en fil i fältet ${field}; fältet heter file`
  }
}
