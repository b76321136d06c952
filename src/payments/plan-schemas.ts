import type { TSchema } from 'typebox'

export const planSchemas: TSchema[] = []
