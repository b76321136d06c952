import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...withdrawnRules({
    contact: 'Kontakten',
    eligibility: 'Uppgiften om bidragsberättigande',
    membership: 'Medlemskapet',
    organisation: 'Organisationen',
    'organisation-document': 'Handlingen',
    'organisation-name': 'Det tidigare namnet'
  }),
  ...rulesOf({
    'organisation-in-use': {
      title: 'The organisation is in use',
      meaning: 'Lines, payments, applications, memberships or merged organisations that stand name it.',
      remedy: 'Correct or withdraw those first, or merge it into the organisation that it is.',
      sv: {
        title: 'Organisationen används',
        meaning:
          'Gällande beslutsrader, utbetalningar, ansökningar, medlemskap eller hopslagna organisationer anger den.',
        remedy: 'Rätta eller dra tillbaka dem först, eller slå ihop den med den organisation som den är.'
      }
    },
    'organisation-merged': {
      title: 'The organisation was merged into another',
      meaning: 'What was merged is changed no more.',
      remedy: 'Change the organisation that it was merged into (mergedIntoId).',
      sv: {
        title: 'Organisationen har slagits ihop med en annan',
        meaning: 'Det som har slagits ihop ändras inte mer.',
        remedy: 'Ändra den organisation som den slogs ihop med (mergedIntoId).'
      }
    },
    'organisation-numbers-differ': {
      title: 'The organisation numbers differ',
      meaning: 'Two organisations with numbers of their own are two.',
      remedy: 'Correct the number that is mistaken, then merge them.',
      sv: {
        title: 'Organisationsnumren är olika',
        meaning: 'Två organisationer med var sitt nummer är två.',
        remedy: 'Rätta det nummer som är fel, och slå sedan ihop dem.'
      }
    },
    'merge-into-itself': {
      title: 'An organisation is not merged into itself',
      meaning: 'Both are the same organisation, or one was merged into the other already.',
      remedy: 'Name another organisation.',
      sv: {
        title: 'En organisation slås inte ihop med sig själv',
        meaning: 'Båda är samma organisation, eller så är den ena redan ihopslagen med den andra.',
        remedy: 'Ange en annan organisation.'
      }
    },
    'merge-of-member-and-umbrella': {
      title: 'A member and its umbrella are not merged',
      meaning: 'One of the two is a member of the other.',
      remedy: 'Withdraw the membership first if it was mistaken.',
      sv: {
        title: 'En medlem och dess paraplyorganisation slås inte ihop',
        meaning: 'Den ena är medlem i den andra.',
        remedy: 'Dra först tillbaka medlemskapet om det var fel.'
      }
    },
    'member-of-itself': {
      title: 'An organisation is not its own umbrella',
      meaning: 'The member and the umbrella are the same.',
      remedy: 'Name another umbrella organisation.',
      sv: {
        title: 'En organisation är inte sin egen paraplyorganisation',
        meaning: 'Medlemmen och paraplyorganisationen är samma.',
        remedy: 'Ange en annan paraplyorganisation.'
      }
    },
    'membership-overlaps': {
      title: 'The membership is registered for some of these days',
      meaning: 'The organisation is a member of the same umbrella on some of the same days.',
      remedy: 'Change that membership, or give days that do not overlap.',
      sv: {
        title: 'Medlemskapet är redan registrerat för några av dagarna',
        meaning: 'Organisationen är medlem i samma paraplyorganisation några av samma dagar.',
        remedy: 'Ändra det medlemskapet, eller ange dagar som inte överlappar.'
      }
    },
    'declaration-not-valid': {
      title: 'The declaration of aid is not fit',
      meaning:
        'What is declared of aid stands in a document of kind aidDeclaration, which has a day, and was granted by then.',
      remedy: 'Correct every violation.',
      sv: {
        title: 'Försäkran om stöd är inte i sin ordning',
        meaning:
          'Stöd försäkras i en handling av slaget aidDeclaration, som har en dag, och har beviljats senast den dagen.',
        remedy: 'Rätta alla fel.'
      }
    },
    'control-not-valid': {
      title: 'The organisation cannot be controlled so',
      meaning: 'An organisation controls another, from a day to one that is not earlier.',
      remedy: 'Correct every violation of controlledBy.',
      sv: {
        title: 'Organisationen kan inte kontrolleras så',
        meaning: 'En organisation kontrollerar en annan, från en dag till en som inte är tidigare.',
        remedy: 'Rätta alla fel i controlledBy.'
      }
    },
    'organisation-confidential': {
      title: 'The organisation is confidential',
      meaning:
        'Its name, numbers and former names are kept apart (personal-data): they are not registered, changed or merged in the open.',
      remedy: 'Name it by its id or its neutral name. To change its name or numbers, end its confidentiality first.',
      sv: {
        title: 'Organisationen är sekretessbelagd',
        meaning:
          'Dess namn, nummer och tidigare namn hålls för sig (personal-data): de registreras, ändras och slås inte ihop öppet.',
        remedy: 'Ange dess id eller neutrala namn. Upphäv sekretessen först om namn eller nummer ska ändras.'
      }
    },
    'person-erased': {
      title: 'The person was erased',
      meaning: 'Personal data that was erased does not come back.',
      remedy: 'Register the person anew, where there is a reason to.',
      sv: {
        title: 'Personen är raderad',
        meaning: 'Personuppgifter som har raderats kommer inte tillbaka.',
        remedy: 'Registrera personen på nytt, om det finns skäl.'
      }
    },
    'contact-empty': {
      title: 'The contact says nothing',
      meaning: 'A contact has a role, a name, an e-mail address or a telephone number.',
      remedy: 'Give at least one of them.',
      sv: {
        title: 'Kontakten säger ingenting',
        meaning: 'En kontakt har en roll, ett namn, en e-postadress eller ett telefonnummer.',
        remedy: 'Ange minst en av dem.'
      }
    },
    'contact-erased': {
      title: 'The contact was erased',
      meaning: 'Personal data that was erased does not come back.',
      remedy: 'Register a new contact.',
      sv: {
        title: 'Kontakten är raderad',
        meaning: 'Personuppgifter som har raderats kommer inte tillbaka.',
        remedy: 'Registrera en ny kontakt.'
      }
    },
    'number-not-valid': {
      title: 'The number is not valid',
      meaning: 'An organisation number, bankgiro or plusgiro is none of its kind, or is a personal number.',
      remedy: 'Ask the organisation for the number; see the violation for which.',
      sv: {
        title: 'Numret är inte giltigt',
        meaning: 'Ett organisationsnummer, bankgiro eller plusgiro är inget av sitt slag, eller är ett personnummer.',
        remedy: 'Fråga organisationen om numret; se i violations vilket.'
      }
    }
  })
}
