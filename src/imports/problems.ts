import { commonProblems } from '../base/common-problems.ts'
import { rulesOf } from '../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...rulesOf({
    'import-in-progress': {
      title: 'Other files are being imported into this municipality',
      meaning:
        'Imports of a municipality take turns, and the turn of this file did not come in time. Nothing was done.',
      remedy: 'Send the file again after the seconds in Retry-After.',
      sv: {
        title: 'Andra filer läses in i kommunen',
        meaning: 'En kommuns filer läses in i tur och ordning, och filens tur kom inte i tid. Ingenting gjordes.',
        remedy: 'Skicka filen igen efter så många sekunder som Retry-After anger.'
      }
    },
    'import-ended': {
      title: 'The import has ended',
      meaning: 'Only an import that is queued or under way can be cancelled.',
      remedy: 'Read the import for what came of it.',
      sv: {
        title: 'Inläsningen är avslutad',
        meaning: 'Bara en inläsning som står i kö eller pågår kan avbrytas.',
        remedy: 'Läs inläsningen för att se hur det gick.'
      }
    },
    'import-jobs-missing': {
      title: 'Nobody does jobs here',
      meaning: 'Imports with Prefer: respond-async are done by jobs, whose schema this database does not have.',
      remedy: 'Send the file without Prefer. Whoever runs the service runs "partnerskap migrate" as the owner.',
      sv: {
        title: 'Ingen utför jobb här',
        meaning: 'Inläsningar med Prefer: respond-async utförs av jobb, vars schema saknas i databasen.',
        remedy: 'Skicka filen utan Prefer. Den som driver tjänsten kör "partnerskap migrate" som databasens ägare.'
      }
    },
    'import-given-up': {
      title: 'The import was given up',
      meaning: 'Its job was begun several times and did not end, as when the process was killed each time.',
      remedy: 'Send the file again, in parts perhaps. The log of the service says why processes ended.',
      sv: {
        title: 'Inläsningen gavs upp',
        meaning: 'Dess jobb påbörjades flera gånger utan att bli klart, som när processen avbryts varje gång.',
        remedy: 'Skicka filen igen, kanske i delar. Tjänstens logg säger varför processer avslutades.'
      }
    },
    'too-many-rows': {
      title: 'The file holds more rows than are taken at once',
      meaning: 'A file is imported as a whole, and this one has more rows than the service is set to take.',
      remedy: 'Split the file, by decision or by year. Whoever runs the service can raise MAX_IMPORT_ROWS.',
      sv: {
        title: 'Filen har fler rader än vad som tas emot på en gång',
        meaning: 'En fil läses in som helhet, och den här har fler rader än vad tjänsten är inställd på.',
        remedy: 'Dela filen, per beslut eller per år. Den som driver tjänsten kan höja MAX_IMPORT_ROWS.'
      }
    },
    'import-options': {
      title: 'The options do not go together',
      meaning: 'An option demands another one, or is not for this file.',
      remedy: 'See the violations.',
      sv: {
        title: 'Valen går inte ihop',
        meaning: 'Ett val kräver ett annat, eller gäller inte för den här filen.',
        remedy: 'Se violations.'
      }
    },
    'import-refused': {
      title: 'The file was refused as a whole',
      meaning: 'A control total or count differs, or a row was rejected where none may be. Nothing has changed.',
      remedy: 'Mend what the violations name and send the file again.',
      sv: {
        title: 'Filen avvisades i sin helhet',
        meaning:
          'En kontrollsumma eller ett antal stämmer inte, eller en rad avvisades där ingen får avvisas. Ingenting har ändrats.',
        remedy: 'Rätta det som anges i violations och skicka filen igen.'
      }
    },
    'import-file-too-large': {
      title: 'The file takes too much to read',
      meaning: 'It is larger than it looks: when it is unpacked, in its cells, or in the memory or time that it takes.',
      remedy: 'Save what is needed as a file of its own. Whoever runs the service can raise the limits.',
      sv: {
        title: 'Filen kräver för mycket för att läsas',
        meaning: 'Den är större än den ser ut: uppackad, i sina celler, eller i det minne eller den tid som den tar.',
        remedy: 'Spara det som behövs som en egen fil. Den som driver tjänsten kan höja gränserna.'
      }
    },
    'import-too-large': {
      title: 'The file holds too many rows',
      meaning: 'The operation takes so many rows at once, as detail tells.',
      remedy: 'Split the file.',
      sv: {
        title: 'Filen har för många rader',
        meaning: 'Anropet tar så många rader på en gång som detail anger.',
        remedy: 'Dela filen.'
      }
    }
  })
}
