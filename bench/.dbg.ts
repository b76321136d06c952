import { readFileSync } from 'node:fs'
import { connect } from '../src/database/connection.ts'
import { seedMunicipality } from './seed.ts'

const database = connect({
  url: readFileSync('/tmp/t2-seed.log', 'utf8').split('\n')[0]!,
  size: 1,
  statementTimeout: 0
})
await database.execute(`load 'auto_explain'`)
await database.execute(`set auto_explain.log_min_duration=500`)
await database.execute(`set auto_explain.log_analyze=on`)
await database.execute('set auto_explain.log_nested_statements=on')
const a = performance.now()
await seedMunicipality(database, process.argv[2]!, {
  lines: Number(process.argv[3]),
  organisations: 3000,
  decisions: 1200
})
console.log(performance.now() - a)
await database.$client.end()
