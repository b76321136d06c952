/** How operations that take a file, or give one, say so in the document. */

export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** Files of which an example says nothing. */
export const binary = { schema: { type: 'string', format: 'binary' } }
export const rowsSchema = { type: 'array', items: { type: 'object', additionalProperties: true } }
