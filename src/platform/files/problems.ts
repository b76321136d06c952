import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = rulesOf({
  'file-type-not-true': {
    title: 'The file is not what it is said to be',
    meaning:
      'The Content-Type, the end of the name and the bytes of a file must tell the same type. The member found tells what the bytes are; null: nothing that is known.',
    remedy: 'Send it with its own type and name. Nothing was kept.',
    sv: {
      title: 'Filen är inte vad den sägs vara',
      meaning:
        'Content-Type, namnets slut och filens bytes måste ange samma typ. Fältet found anger vad innehållet är; null: inget känt.',
      remedy: 'Skicka filen med rätt typ och namn. Ingenting har sparats.'
    }
  },
  'file-type-not-allowed': {
    title: 'Files of this type are not kept',
    meaning: 'The service keeps files of the types that FILE_TYPES lists.',
    remedy: 'Send the file as one of the types that the member allowed lists.',
    sv: {
      title: 'Filer av den här typen sparas inte',
      meaning: 'Tjänsten sparar filer av de typer som FILE_TYPES räknar upp.',
      remedy: 'Skicka filen som en av de typer som fältet allowed räknar upp.'
    }
  },
  'file-too-large': {
    title: 'The file is too large',
    meaning: 'A file holds at most as many bytes as FILE_MAX_BYTES says. The member maxBytes tells the figure.',
    remedy: 'Send a smaller file, or keep it elsewhere and register its address.',
    sv: {
      title: 'Filen är för stor',
      meaning: 'En fil får ha högst så många byte som FILE_MAX_BYTES anger. Fältet maxBytes anger talet.',
      remedy: 'Skicka en mindre fil, eller förvara den någon annanstans och registrera adressen.'
    }
  },
  'file-infected': {
    title: 'The virus scanner refuses the file',
    meaning: 'The scanner that the service asks has found something. The member detail has its word for it.',
    remedy: 'Do not open the file; ask whoever sent it. Nothing was kept.',
    sv: {
      title: 'Virusskyddet stoppar filen',
      meaning: 'Det virusskydd som tjänsten frågar har hittat något. Fältet detail har dess ord för det.',
      remedy: 'Öppna inte filen; fråga den som skickade den. Ingenting har sparats.'
    }
  },
  'file-scanner-unavailable': {
    title: 'The virus scanner does not answer',
    meaning: 'No file is kept that was not scanned.',
    remedy: 'Send it again later. Whoever runs the service sees to what FILE_SCANNER names.',
    sv: {
      title: 'Virusskyddet svarar inte',
      meaning: 'Ingen fil sparas som inte har genomsökts.',
      remedy: 'Skicka filen igen senare. Den som driver tjänsten ser till det som FILE_SCANNER pekar ut.'
    }
  },
  'file-storage-unavailable': {
    title: 'The storage of files does not answer',
    meaning: 'What FILES names cannot be reached, or has no room. Nothing was changed.',
    remedy: 'Try again later. Whoever runs the service sees to the storage.',
    sv: {
      title: 'Fillagringen svarar inte',
      meaning: 'Det som FILES pekar ut går inte att nå, eller är fullt. Ingenting har ändrats.',
      remedy: 'Försök igen senare. Den som driver tjänsten ser till lagringen.'
    }
  }
})
