import { rulesOf } from '../base/errors.ts'

export const problems = rulesOf({
  'person-must-be-kept': {
    title: 'The person must be kept',
    meaning: 'A law demands that records name the person; violations tell which law, of which records, and until when.',
    remedy: 'Ask again after the day that is told, or settle what is open. Nothing was erased.',
    sv: {
      title: 'Personen måste bevaras',
      meaning: 'En lag kräver att handlingar namnger personen; violations anger lag, handlingar och till när.',
      remedy: 'Fråga igen efter den angivna dagen, eller avsluta det som är öppet. Ingenting har raderats.'
    }
  },
  'organisation-not-a-person': {
    title: 'The organisation is no natural person',
    meaning:
      'An organisation with an organisation number, or whose legal form is that of no person, is a legal person: its name and number are no personal data.',
    remedy: 'Erase its contacts instead.',
    sv: {
      title: 'Organisationen är ingen fysisk person',
      meaning:
        'En organisation med organisationsnummer, eller med en juridisk form som ingen fysisk person har, är en juridisk person: dess namn och nummer är inte personuppgifter.',
      remedy: 'Radera dess kontakter i stället.'
    }
  },
  'person-not-named': {
    title: 'Nobody is asked about',
    meaning: 'Neither a name or number nor an organisation is given.',
    remedy: 'Give one of them.',
    sv: {
      title: 'Frågan gäller ingen',
      meaning: 'Varken namn eller nummer eller organisation är angivet.',
      remedy: 'Ange ett av dem.'
    }
  }
})
