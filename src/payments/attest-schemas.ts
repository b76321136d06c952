import type { TSchema } from 'typebox'

export const attestSchemas: TSchema[] = []
