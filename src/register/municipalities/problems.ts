import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...rulesOf({
    'token-keys-url-not-allowed': {
      title: 'Keys of tokens cannot be read there',
      meaning:
        'The address of an issuer’s keys must be a public https address without a user name: not one of this machine, of a private network or of a provider’s metadata.',
      remedy:
        'Name the issuer’s public address. Where the issuer stands in the same closed network, whoever runs the service sets ALLOW_PRIVATE_ADDRESSES.',
      sv: {
        title: 'Nycklar till token kan inte läsas där',
        meaning:
          'Adressen till utfärdarens nycklar måste vara en offentlig https-adress utan användarnamn: inte den här datorn, ett privat nät eller en leverantörs metadata.',
        remedy:
          'Ange utfärdarens offentliga adress. Om utfärdaren finns i samma slutna nät sätter den som driver tjänsten ALLOW_PRIVATE_ADDRESSES.'
      }
    },
    'token-keys-unavailable': {
      title: 'The token cannot be checked just now',
      meaning: 'The keys by which the municipality’s issuer signs its tokens could not be read from it.',
      remedy: 'Send it again after the seconds in Retry-After; if it persists, tell whoever runs the issuer.',
      sv: {
        title: 'Token kan inte kontrolleras just nu',
        meaning: 'De nycklar som kommunens utfärdare signerar sina token med kunde inte läsas.',
        remedy:
          'Skicka anropet igen efter så många sekunder som Retry-After anger. Om felet består, säg till den som driver utfärdaren.'
      }
    },
    'key-in-address-not-allowed': {
      title: 'The municipality allows no key in the address',
      meaning: 'Statistics can be read with a key in the address only where the municipality has switched that on.',
      remedy: 'Send the key in Authorization, or have allowsKeyInAddress set for the municipality.',
      sv: {
        title: 'Kommunen tillåter ingen nyckel i adressen',
        meaning: 'Statistik kan läsas med en nyckel i adressen bara om kommunen har slagit på det.',
        remedy: 'Skicka nyckeln i Authorization, eller be att allowsKeyInAddress slås på för kommunen.'
      }
    },
    'operators-only': {
      title: 'Only operators may do this',
      meaning: 'The operation is of all municipalities, and the key is for some.',
      remedy: 'Use a key that is for all municipalities.',
      sv: {
        title: 'Bara den som driver tjänsten får göra detta',
        meaning: 'Anropet gäller alla kommuner, och nyckeln gäller några.',
        remedy: 'Använd en nyckel som gäller alla kommuner.'
      }
    },
    'token-settings-incomplete': {
      title: 'The settings of access tokens are incomplete',
      meaning:
        'Issuer, keys and audience of access tokens are set together or not at all, and what claims give only with them.',
      remedy: 'Give all of those that the violations name.',
      sv: {
        title: 'Inställningarna för åtkomsttoken är ofullständiga',
        meaning:
          'Utfärdare, nycklar och mottagare för åtkomsttoken anges tillsammans eller inte alls, och det som anspråk ger bara tillsammans med dem.',
        remedy: 'Ange alla som räknas upp i violations.'
      }
    }
  })
}
