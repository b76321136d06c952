import type { TSchema } from 'typebox'

export const runSchemas: TSchema[] = []
