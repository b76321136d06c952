import { together } from '../support/together.ts'

together(2)
