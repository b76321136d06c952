import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/**/tables.ts', './src/**/*-tables.ts', './src/**/record.ts', './src/**/*-record.ts'],
  out: './migrations',
  casing: 'snake_case'
})
