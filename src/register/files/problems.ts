import { rulesOf, withdrawnRules } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...withdrawnRules({ file: 'Filen' }),
  ...rulesOf({
    'file-in-use': {
      title: 'Records name the file',
      meaning: 'A file that a standing record or a version of an agreement names is not withdrawn.',
      remedy: 'Take it out of the records that the member records lists, or withdraw those.',
      sv: {
        title: 'Poster hänvisar till filen',
        meaning: 'En fil som en gällande post eller en version av ett avtal hänvisar till dras inte tillbaka.',
        remedy: 'Ta bort den ur de poster som fältet records räknar upp, eller dra tillbaka dem.'
      }
    },
    'file-not-named': {
      title: 'The file has no name',
      meaning: 'A file has a name without slashes, which ends as files of its type do, and at least one byte.',
      remedy: 'Send name in the address, or the file in a form.',
      sv: {
        title: 'Filen har inget namn',
        meaning: 'En fil har ett namn utan snedstreck, som slutar som filer av dess typ, och minst en byte.',
        remedy: 'Skicka name i adressen, eller filen i ett formulär.'
      }
    }
  })
}
