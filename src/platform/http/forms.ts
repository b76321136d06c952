import { setImmediate } from 'node:timers/promises'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { FastifyRequest } from 'fastify'
import { Malformed } from '../../base/errors.ts'
import { faultOfText } from '../../base/names.ts'
import { problems } from './problem-rules.ts'

/** A form with one file and fields (`multipart/form-data`), taken as the request that says the same by its address. */

/** Fields, and bytes of one, that a form may have; more than any operation has parameters. */
const MOST_FIELDS = 500
const LONGEST_FIELD = 8_192
/** Bytes that are looked through in one go: a millisecond or two. */
const AT_ONCE = 1_048_576

const CUT_OFF = 'is cut off, or is not what its Content-Type says'

type File = { bytes: Buffer; contentType: string }
type Form = { files: File[]; fields: [name: string, value: string][]; fault?: string }

/**
 * Reads a form whose field `file` is the file: its fields become the query, which is validated as always, and its file the
 * body with the file's own content type. Answers the file's bytes. Empty fields say nothing: a form sends them all.
 * @throws Malformed: no form, not one file, parameters in both the address and the form
 */
export async function takeForm(request: FastifyRequest, body: Buffer): Promise<Buffer> {
  const { files, fields, fault } = await readForm(request, body)
  if (fault) refuse('', fault)
  const [file] = files
  if (!file) refuse('file', 'is required: the file, in a field of this name')
  if (files.length > 1) refuse('file', 'must be given once')
  const said = fields.filter(([, value]) => value !== '')
  if (said.length > 0) {
    if (Object.keys(request.query as object).length > 0)
      refuse(said[0]![0], 'is in the form, and parameters are in the address as well')
    for (const [name, value] of said) {
      const message = faultOfText(name) ?? faultOfText(value)
      if (message) refuse(name, message)
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
  return file.bytes
}

function refuse(field: string, message: string): never {
  throw new Malformed(problems['form-malformed'], `The form cannot be taken: ${field || 'it'} ${message}.`, [
    { field, message }
  ])
}

async function readForm({ headers }: FastifyRequest, body: Buffer): Promise<Form> {
  const form: Form = { files: [], fields: [] }
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let parser: BusboyInstance
  try {
    const limits = { fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, fieldNameSize: 100, files: 2, headerPairs: 20 }
    parser = new Busboy({ headers: headers as { 'content-type': string }, limits })
  } catch {
    refuse('', 'has no boundary in its Content-Type')
  }
  parser.on('field', (name, value, isNameCut, isCut) => {
    if (isNameCut || isCut) form.fault = `has a field of more than ${LONGEST_FIELD} bytes, or whose name is too long`
    form.fields.push([name, value])
  })
  parser.on('file', (name, stream, fileName, _encoding, contentType) => {
    const parts: Buffer[] = []
    stream.on('error', () => {
      form.fault = CUT_OFF
    })
    stream.on('data', part => parts.push(part))
    stream.on('end', () => {
      // A form without a file sends an empty one without a name.
      if (!fileName && parts.length === 0) return
      if (name === 'file') form.files.push({ bytes: Buffer.concat(parts), contentType })
      else form.fault = `has a file in the field ${JSON.stringify(name)}; the field is called file`
    })
  })
  parser.on('fieldsLimit', () => {
    form.fault = `has more than ${MOST_FIELDS} fields`
  })
  parser.on('filesLimit', () => {
    form.fault = 'has more than one file'
  })
  parser.on('finish', resolve)
  parser.on('error', reject)
  for (let at = 0; at < body.length; at += AT_ONCE) {
    parser.write(body.subarray(at, at + AT_ONCE))
    await setImmediate()
  }
  parser.end()
  await promise.catch(() => refuse('', CUT_OFF))
  return form
}
