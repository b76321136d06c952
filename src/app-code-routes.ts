import { Type } from 'typebox'
import { codeLabels } from './app-code-labels.ts'
import { codes } from './app-codes.ts'
import { NotFound } from './base/errors.ts'
import type { Text } from './base/language.ts'
import type { App } from './platform/http/app.ts'

const InBoth = Type.Object(
  {
    en: Type.String({ description: 'In English', example: 'Partly granted' }),
    sv: Type.String({ description: 'In Swedish', example: 'Delvis beviljat' })
  },
  { title: 'LabelText', description: 'What people are shown, in both languages' }
)

const CodeList = Type.Object(
  {
    name: Type.String({ description: 'Its name among the schemas of the document', example: 'LineOutcome' }),
    meaning: Type.Object(InBoth.properties, { title: 'LabelText', description: 'What the codes say' }),
    codes: Type.Array(
      Type.Object({
        code: Type.String({ description: 'What is sent and answered', example: 'partlyGranted' }),
        labels: InBoth
      }),
      { description: 'In the order of the document' }
    )
  },
  { title: 'CodeList', description: 'A list of codes and what people are shown for them' }
)

const list = (name: keyof typeof codes) => {
  const { values, description: en } = codes[name]
  const { sv, labels } = codeLabels[name]
  const labelOf = new Map<string, Text>(Object.entries(labels))
  return { name, meaning: { en, sv }, codes: values.map(code => ({ code, labels: labelOf.get(code)! })) }
}

const lists = new Map(Object.keys(codes).map(name => [name, list(name as keyof typeof codes)]))

/** The lists of codes with their labels, in both languages at once: whoever shows codes keeps them, and chooses when it shows one. */
export async function codeListRoutes(app: App) {
  const config = { scope: 'public', maxAge: 300 }
  app.get(
    '/code-lists',
    {
      config,
      schema: {
        operationId: 'getCodeLists',
        tags: ['about'],
        summary: 'Show what all codes are called',
        description: 'Every list of codes, with the label of each code in Swedish and English. Codes stay the same.',
        response: { 200: Type.Object({ lists: Type.Array(CodeList, { description: 'By name' }) }) }
      }
    },
    () => ({ lists: [...lists.values()] })
  )
  app.get(
    '/code-lists/:name',
    {
      config,
      schema: {
        operationId: 'getCodeList',
        tags: ['about'],
        summary: 'Show what the codes of a list are called',
        description: 'The label of each code in Swedish and English.',
        params: Type.Object({ name: Type.String({ description: 'Name of the list', example: 'LineOutcome' }) }),
        response: { 200: CodeList }
      }
    },
    request => {
      const { name } = request.params
      const found = lists.get(name)
      if (!found) throw new NotFound('list of codes', name)
      return found
    }
  )
}
