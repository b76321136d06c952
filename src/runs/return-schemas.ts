import type { TSchema } from 'typebox'

export const returnSchemas: TSchema[] = []
