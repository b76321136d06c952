import type { TSchema } from 'typebox'

export const reportSchemas: TSchema[] = []
