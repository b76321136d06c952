import { rulesOf } from '../../base/errors.ts'

export const problems = rulesOf({
  'paper-template-not-valid': {
    title: 'The template is not valid',
    meaning:
      'A template names what the paper does not have, repeats a list without end, leaves something open, or holds an element or address that it must not. violations tell each fault with its line.',
    remedy: 'Correct the lines. The template that is in use stays in use.',
    sv: {
      title: 'Mallen är inte giltig',
      meaning:
        'En mall nämner något som handlingen inte har, upprepar en lista utan slut, lämnar något öppet, eller innehåller ett element eller en adress som inte är tillåten. violations anger varje fel med sin rad.',
      remedy: 'Rätta raderna. Mallen som används fortsätter att användas.'
    }
  },
  'paper-too-large': {
    title: 'The paper is too large',
    meaning: 'The paper would be of more characters, letters, time or memory than one may take. Nothing was made.',
    remedy: 'Ask for less of it (organisationId for one letter of a decision), or shorten the template.',
    sv: {
      title: 'Handlingen är för stor',
      meaning: 'Handlingen skulle ta fler tecken, brev, mer tid eller minne än en får ta. Ingenting gjordes.',
      remedy: 'Begär mindre av den (organisationId för ett enda av beslutets brev), eller korta mallen.'
    }
  },
  'paper-not-of-organisation': {
    title: 'The decision says nothing of the organisation',
    meaning: 'No line of the decision that stands names the organisation as recipient.',
    remedy: 'Ask for the letter of a recipient, or leave organisationId out for all letters.',
    sv: {
      title: 'Beslutet nämner inte organisationen',
      meaning: 'Ingen av beslutets gällande rader har organisationen som mottagare.',
      remedy: 'Begär brevet till en mottagare, eller utelämna organisationId för alla brev.'
    }
  }
})
