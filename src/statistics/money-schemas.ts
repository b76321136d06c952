import type { TSchema } from 'typebox'

export const moneySchemas: TSchema[] = []
