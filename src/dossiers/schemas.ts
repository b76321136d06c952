import type { TSchema } from 'typebox'

export const trailSchemas: TSchema[] = []
