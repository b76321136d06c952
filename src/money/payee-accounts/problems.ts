import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ 'payee-account': 'Kontot' }),
  ...rulesOf({
    'payee-account-exists': {
      title: 'The account is registered already',
      meaning: 'The organisation has the same account for some of the same days.',
      remedy: 'Use that one, or withdraw it first.',
      sv: {
        title: 'Kontot är redan registrerat',
        meaning: 'Organisationen har samma konto för några av samma dagar.',
        remedy: 'Använd det, eller dra tillbaka det först.'
      }
    },
    'payee-account-not-valid': {
      title: 'The account is not valid',
      meaning: 'The number is none of its kind, or the validity ends before it begins. Personal accounts are refused.',
      remedy: 'See violations; ask the organisation for the number again.',
      sv: {
        title: 'Kontot är inte giltigt',
        meaning:
          'Numret är inget av sitt slag, eller så slutar giltigheten innan den börjar. Personkonton tas inte emot.',
        remedy: 'Se violations; fråga organisationen om numret igen.'
      }
    },
    'payee-account-check-not-valid': {
      title: 'The check of the account is not valid',
      meaning: 'The day of the answer is to come, or a name stands beside another answer than `closeMatch`.',
      remedy: 'See violations.',
      sv: {
        title: 'Kontrollen av kontot är inte giltig',
        meaning: 'Svarets dag har inte varit än, eller så anges ett namn vid ett annat svar än `closeMatch`.',
        remedy: 'Se violations.'
      }
    },
    'payment-settings-not-valid': {
      title: 'The payment settings are not valid',
      meaning: 'A number of the municipality is none of its kind.',
      remedy: 'See violations.',
      sv: {
        title: 'Betalningsuppgifterna är inte giltiga',
        meaning: 'Ett av kommunens nummer är inget av sitt slag.',
        remedy: 'Se violations.'
      }
    }
  })
}
