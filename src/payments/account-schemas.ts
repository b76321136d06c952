import type { TSchema } from 'typebox'

export const accountSchemas: TSchema[] = []
