import type { TSchema } from 'typebox'

export const recoverySchemas: TSchema[] = []
