import { writeFileSync } from 'node:fs'
import { sent } from '../support/statements.ts'

/** Loaded before a program: writes down what it has sent to PostgreSQL when it ends. */

process.on('exit', () => writeFileSync(process.env.STATEMENTS_FILE!, JSON.stringify([...sent])))
