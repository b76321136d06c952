import type { TSchema } from 'typebox'

export const closingSchemas: TSchema[] = []
