import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({ agreement: 'Avtalet', 'list-entry': 'Listposten' }),
  ...rulesOf({
    'agreement-has-payments': {
      title: 'Payments are planned for the agreement',
      meaning: 'An agreement is not withdrawn while payments that are not cancelled are made for it.',
      remedy: 'Cancel the plans first; what is paid stays, and the agreement is ended or terminated instead.',
      sv: {
        title: 'Utbetalningar är planerade för avtalet',
        meaning: 'Ett avtal dras inte tillbaka medan det finns utbetalningar för det som inte är makulerade.',
        remedy: 'Makulera planerna först; det som är betalt ligger fast, och avtalet avslutas eller sägs upp i stället.'
      }
    },
    'agreement-not-valid': {
      title: 'The agreement breaks rules of agreements',
      meaning: 'Parties, term, contributions, funding or signatories contradict each other, or name what is not there.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Avtalet bryter mot reglerna för avtal',
        meaning:
          'Parter, avtalstid, insatser, finansiering eller undertecknare säger emot varandra, eller anger något som inte finns.',
        remedy: 'Rätta alla fel.'
      }
    },
    'scheme-not-partnership': {
      title: 'The scheme is no partnership',
      meaning: 'Only awards of a scheme of the kind partnership give agreements; other grants are unilateral.',
      remedy: 'Change the kind of the scheme first, if its grants are partnerships.',
      sv: {
        title: 'Bidragsformen är inget partnerskap',
        meaning: 'Bara bidrag ur en bidragsform av slaget partnership ger avtal; andra bidrag är ensidiga beslut.',
        remedy: 'Ändra först bidragsformens slag, om dess bidrag är partnerskap.'
      }
    },
    'agreement-already-decided': {
      title: 'The agreement is decided already',
      meaning: 'A draft is decided once.',
      remedy: 'Look at its versions; correct it if it was mistaken.',
      sv: {
        title: 'Avtalet är redan beslutat',
        meaning: 'Ett utkast beslutas en gång.',
        remedy: 'Se avtalets versioner; rätta det om något blev fel.'
      }
    },
    'agreement-not-decided': {
      title: 'Agreement not decided',
      meaning: 'An agreement is signed when it was decided.',
      remedy: 'Decide it first.',
      sv: {
        title: 'Avtalet är inte beslutat',
        meaning: 'Ett avtal undertecknas när det är beslutat.',
        remedy: 'Besluta det först.'
      }
    },
    'agreement-already-signed': {
      title: 'The agreement is signed already',
      meaning: 'What was signed is changed by an amendment, or corrected.',
      remedy: 'Amend or correct it.',
      sv: {
        title: 'Avtalet är redan undertecknat',
        meaning: 'Det som är undertecknat ändras genom ett tilläggsavtal, eller rättas.',
        remedy: 'Ändra eller rätta det.'
      }
    },
    'agreement-not-draft': {
      title: 'The agreement is no draft',
      meaning: 'Only a draft is discarded.',
      remedy: 'Withdraw it if it was recorded in error; otherwise end or terminate it.',
      sv: {
        title: 'Avtalet är inget utkast',
        meaning: 'Bara ett utkast förkastas.',
        remedy: 'Dra tillbaka det om det registrerades av misstag; annars avslutas det eller sägs upp.'
      }
    },
    'agreement-is-draft': {
      title: 'The agreement is a draft',
      meaning: 'A draft is discarded and not withdrawn.',
      remedy: 'Discard it.',
      sv: {
        title: 'Avtalet är ett utkast',
        meaning: 'Ett utkast förkastas, och dras inte tillbaka.',
        remedy: 'Förkasta det.'
      }
    },
    'agreement-terminated': {
      title: 'The agreement was terminated',
      meaning: 'Nothing more is done to an agreement that was terminated, but corrections.',
      remedy: 'Correct it if the end was recorded by mistake.',
      sv: {
        title: 'Avtalet är uppsagt',
        meaning: 'Inget mer görs med ett avtal som är uppsagt, utom rättelser.',
        remedy: 'Rätta det om slutet registrerades av misstag.'
      }
    },
    'nothing-changed': {
      title: 'The amendment changes nothing',
      meaning: 'What it says is what the agreement says already.',
      remedy: 'Send what is to be changed.',
      sv: {
        title: 'Ändringen ändrar ingenting',
        meaning: 'Det den säger står redan i avtalet.',
        remedy: 'Skicka det som ska ändras.'
      }
    },
    'nothing-corrected': {
      title: 'The correction corrects nothing',
      meaning: 'What it says is what the agreement says already.',
      remedy: 'Send what is to be corrected.',
      sv: {
        title: 'Rättelsen rättar ingenting',
        meaning: 'Det den säger står redan i avtalet.',
        remedy: 'Skicka det som ska rättas.'
      }
    },
    'version-not-found': {
      title: 'There is no such version',
      meaning: 'The agreement has no version of this number.',
      remedy: 'List its versions.',
      sv: {
        title: 'Versionen finns inte',
        meaning: 'Avtalet har ingen version med det numret.',
        remedy: 'Lista avtalets versioner.'
      }
    },
    'extension-not-found': {
      title: 'There is no such option',
      meaning: 'The term has no extension of this key.',
      remedy: 'See extensions of its term.',
      sv: {
        title: 'Förlängningen finns inte',
        meaning: 'Avtalstiden har ingen förlängning med den nyckeln.',
        remedy: 'Se extensions i avtalstiden.'
      }
    },
    'extension-exercised': {
      title: 'The option was exercised already',
      meaning: 'An option to extend is exercised once.',
      remedy: 'See extensions of its term.',
      sv: {
        title: 'Förlängningen är redan använd',
        meaning: 'En rätt att förlänga används en gång.',
        remedy: 'Se extensions i avtalstiden.'
      }
    },
    'extension-too-late': {
      title: 'The option can no longer be exercised',
      meaning: 'The last day to exercise it has passed.',
      remedy: 'Extend by an amendment, if the parties agree.',
      sv: {
        title: 'Förlängningen kan inte längre användas',
        meaning: 'Sista dagen att använda den har passerat.',
        remedy: 'Förläng genom ett tilläggsavtal, om parterna är överens.'
      }
    },
    'day-to-come': {
      title: 'What has not happened cannot be recorded',
      meaning: 'The day is later than today.',
      remedy: 'Correct the day, or record it when it has happened.',
      sv: {
        title: 'Det som inte har hänt kan inte registreras',
        meaning: 'Dagen är senare än i dag.',
        remedy: 'Rätta dagen, eller registrera det när det har hänt.'
      }
    },
    'signatory-not-found': {
      title: 'Somebody who is not to sign cannot',
      meaning: 'A key names no signatory of the agreement.',
      remedy: 'See its signatories.',
      sv: {
        title: 'Den som inte ska underteckna kan inte göra det',
        meaning: 'En nyckel anger ingen av avtalets undertecknare.',
        remedy: 'Se avtalets undertecknare.'
      }
    },
    'signature-recorded': {
      title: 'The signature is recorded for another day',
      meaning: 'Whoever has signed has signed on the day that is recorded.',
      remedy: 'Correct that day instead.',
      sv: {
        title: 'Undertecknandet är registrerat för en annan dag',
        meaning: 'Den som har undertecknat gjorde det den dag som är registrerad.',
        remedy: 'Rätta den dagen i stället.'
      }
    },
    'party-not-found': {
      title: 'Who gives notice is a party',
      meaning: 'A key names no party of the agreement.',
      remedy: 'See its parties.',
      sv: {
        title: 'Den som säger upp är en part',
        meaning: 'En nyckel anger ingen av avtalets parter.',
        remedy: 'Se avtalets parter.'
      }
    },
    'notice-after-end': {
      title: 'Notice is given before the end',
      meaning: 'The day of the notice is after the day on which the agreement ends.',
      remedy: 'Correct one of the days.',
      sv: {
        title: 'Uppsägningen görs före slutet',
        meaning: 'Dagen för uppsägningen är efter den dag då avtalet upphör.',
        remedy: 'Rätta en av dagarna.'
      }
    },
    'end-before-start': {
      title: 'An agreement does not end before it begins',
      meaning: 'The end is before the earliest day on which its term can begin.',
      remedy: 'Correct the day, or the term.',
      sv: {
        title: 'Ett avtal upphör inte innan det börjar',
        meaning: 'Slutet är före den första dag då avtalstiden kan börja.',
        remedy: 'Rätta dagen eller avtalstiden.'
      }
    },
    'index-clause-missing': {
      title: 'The agreement has no index clause',
      meaning: 'Without a clause nothing says how amounts follow an index.',
      remedy: 'Register the clause first.',
      sv: {
        title: 'Avtalet har ingen indexklausul',
        meaning: 'Utan en klausul finns inget som säger hur beloppen följer ett index.',
        remedy: 'Registrera klausulen först.'
      }
    }
  })
}
