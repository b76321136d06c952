import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = rulesOf({
  'position-not-valid': {
    title: 'The position is not valid',
    meaning: 'What was sent as after is no position that this feed has answered.',
    remedy: 'Send nextCursor of the answer before as it is, or an empty after to begin.',
    sv: {
      title: 'Positionen är inte giltig',
      meaning: 'Det som skickades som after är ingen position som det här flödet har svarat.',
      remedy: 'Skicka nextCursor ur det förra svaret precis som den är, eller ett tomt after för att börja.'
    }
  },
  'position-gone': {
    title: 'The feed is not known to have come so far',
    meaning: 'The position is later than all that has happened here: the register was restored to an earlier state.',
    remedy: 'Read the feed again from beginAfter, and compare with what you have.',
    sv: {
      title: 'Flödet har inte kommit så långt',
      meaning: 'Positionen är senare än allt som har hänt här: registret har återställts till ett tidigare läge.',
      remedy: 'Läs flödet igen från beginAfter, och jämför med det du har.'
    }
  },
  'event-type-unknown': {
    title: 'There is no such type of event',
    meaning: 'A type is a noun and a verb, as decisionLine.updated; the document of the API lists them all.',
    remedy: 'Take one of the types that Event.type lists.',
    sv: {
      title: 'Händelsetypen finns inte',
      meaning: 'En typ är ett substantiv och ett verb, som decisionLine.updated; API:ets dokument räknar upp alla.',
      remedy: 'Använd någon av de typer som Event.type räknar upp.'
    }
  }
})
