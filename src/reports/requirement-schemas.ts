import type { TSchema } from 'typebox'

export const requirementSchemas: TSchema[] = []
