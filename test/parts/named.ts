import { together } from '../support/together.ts'

// Of some folders alone: npx tap run test/parts/named.ts --test-arg=payments --test-arg=ledger
together(process.argv.slice(2))
