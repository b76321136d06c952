import type { TSchema } from 'typebox'

export const paymentSchemas: TSchema[] = []
