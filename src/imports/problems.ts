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
      remedy: 'Send the file again after the seconds in Retry-After.'
    },
    'import-ended': {
      title: 'The import has ended',
      meaning: 'Only an import that is queued or under way can be cancelled.',
      remedy: 'Read the import for what came of it.'
    },
    'import-jobs-missing': {
      title: 'Nobody does jobs here',
      meaning: 'Imports with Prefer: respond-async are done by jobs, whose schema this database does not have.',
      remedy: 'Send the file without Prefer. Whoever runs the service runs "partnerskap migrate" as the owner.'
    },
    'import-given-up': {
      title: 'The import was given up',
      meaning: 'Its job was begun several times and did not end, as when the process was killed each time.',
      remedy: 'Send the file again, in parts perhaps. The log of the service says why processes ended.'
    },
    'too-many-rows': {
      title: 'The file holds more rows than are taken at once',
      meaning: 'A file is imported as a whole, and this one has more rows than the service is set to take.',
      remedy: 'Split the file, by decision or by year. Whoever runs the service can raise MAX_IMPORT_ROWS.'
    },
    'import-options': {
      title: 'The options do not go together',
      meaning: 'An option demands another one, or is not for this file.',
      remedy: 'See the violations.'
    },
    'import-refused': {
      title: 'The file was refused as a whole',
      meaning: 'A control total or count differs, or a row was rejected where none may be. Nothing has changed.',
      remedy: 'Mend what the violations name and send the file again.'
    },
    'import-file-too-large': {
      title: 'The file takes too much to read',
      meaning: 'It is larger than it looks: when it is unpacked, in its cells, or in the memory or time that it takes.',
      remedy: 'Save what is needed as a file of its own. Whoever runs the service can raise the limits.'
    },
    'import-too-large': {
      title: 'The file holds too many rows',
      meaning: 'The operation takes so many rows at once, as detail tells.',
      remedy: 'Split the file.'
    }
  })
}
