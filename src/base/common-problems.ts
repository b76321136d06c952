import { rulesOf } from './errors.ts'

/** Rules that are judged in several rooms. */
export const commonProblems = rulesOf({
  'known-at-in-future': {
    title: 'What will be known is not known',
    meaning: 'knownAt is later than now.',
    remedy: 'Leave it out to ask what is known now; the answer tells the instant.',
    sv: {
      title: 'Vad som kommer att vara känt vet ingen',
      meaning: 'knownAt är senare än nu.',
      remedy: 'Utelämna den för att fråga om det som är känt nu; svaret anger tidpunkten.'
    }
  },
  'credentials-not-valid': {
    title: 'The credentials are not valid',
    meaning:
      'The key is unknown, has expired or was revoked, or the token did not pass the check that the member check names: form, issuer, signature, algorithm, type, audience, organisation, expired, notYetValid or claims.',
    remedy: 'Ask whoever runs the service for a new key, or fetch a new token.',
    sv: {
      title: 'Inloggningen är inte giltig',
      meaning:
        'Nyckeln är okänd, har gått ut eller är återkallad, eller så klarade token inte den kontroll som fältet check anger: form, issuer, signature, algorithm, type, audience, organisation, expired, notYetValid eller claims.',
      remedy: 'Be den som driver tjänsten om en ny nyckel, eller hämta en ny token.'
    }
  },
  'scope-missing': {
    title: 'The key may not do this',
    meaning: 'The caller is known, but its key or token does not hold the scope that the operation demands.',
    remedy: 'Ask for a key with the scope named in the member scope.',
    sv: {
      title: 'Nyckeln får inte göra detta',
      meaning: 'Anroparen är känd, men nyckeln eller token har inte den behörighet som anropet kräver.',
      remedy: 'Be om en nyckel med den behörighet som anges i fältet scope.'
    }
  },
  'reference-not-found': {
    title: 'It refers to something that is not there',
    meaning: 'An id in the request is of nothing that this municipality has.',
    remedy: 'Create or find what is referred to first. The violation tells which property it is.',
    sv: {
      title: 'Det hänvisas till något som inte finns',
      meaning: 'Ett id i anropet hör inte till något som kommunen har.',
      remedy: 'Skapa eller leta först upp det som hänvisningen gäller. I violations står vilken egenskap det är.'
    }
  },
  'outcome-unknown': {
    title: 'It is not known whether it was recorded',
    meaning: 'The connection with the database was lost while the request was being recorded.',
    remedy:
      'Send the same request again with the same Idempotency-Key: it is carried out if it was not, and answered as the first time if it was. Without a key, read what is recorded before you send it again.',
    sv: {
      title: 'Det är inte känt om det registrerades',
      meaning: 'Förbindelsen med databasen bröts medan anropet registrerades.',
      remedy:
        'Skicka samma anrop igen med samma Idempotency-Key: det utförs om det inte redan är gjort, och besvaras annars som första gången. Utan nyckel: läs vad som är registrerat innan du skickar igen.'
    }
  },
  'sum-too-large': {
    title: 'The sum is too large to be told',
    meaning:
      'A sum is above 9 999 999 999 999.99 SEK: a JSON number would round it, and nothing is told that is not exact.',
    remedy:
      'Ask for a part of it, such as one year or one body. Of a file: look for an amount that is mistyped, or send it in parts.',
    sv: {
      title: 'Summan är för stor för att anges',
      meaning:
        'En summa är över 9 999 999 999 999,99 kr: ett tal i JSON skulle avrunda den, och inget anges som inte är exakt.',
      remedy:
        'Fråga efter en del av den, till exempel ett år eller ett organ. För en fil: leta efter ett felskrivet belopp, eller skicka den i delar.'
    }
  },
  busy: {
    title: 'Too much is asked at once',
    meaning:
      'All connections with the database, or all that one municipality may hold, were in use for longer than a request waits. Nothing was done.',
    remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key. Send fewer at a time.',
    sv: {
      title: 'För mycket begärs på en gång',
      meaning:
        'Alla förbindelser med databasen, eller alla som en kommun får ha, var upptagna längre än ett anrop väntar. Ingenting gjordes.',
      remedy:
        'Skicka anropet igen efter så många sekunder som Retry-After anger, med samma Idempotency-Key. Skicka färre åt gången.'
    }
  },
  'report-not-accepted': {
    title: 'The report is not accepted',
    meaning: 'There is no acceptance to take back.',
    remedy: 'Look at the status of the report.',
    sv: {
      title: 'Redovisningen är inte godkänd',
      meaning: 'Det finns inget godkännande att ta tillbaka.',
      remedy: 'Se redovisningens status.'
    }
  },
  'payment-not-valid': {
    title: 'The payment breaks rules of a payment',
    meaning: 'A day, a period, a condition or an advance is not allowed. All violations are listed.',
    remedy: 'Correct every violation and send the change again.',
    sv: {
      title: 'Utbetalningen bryter mot reglerna för utbetalningar',
      meaning: 'En dag, en period, ett villkor eller ett förskott är inte tillåtet. Alla fel räknas upp i violations.',
      remedy: 'Rätta alla fel och skicka ändringen igen.'
    }
  },
  'award-withdrawn': {
    title: 'The award no longer stands',
    meaning: 'Its line was withdrawn, replaced or annulled: nothing more can be planned of it.',
    remedy: 'Plan from the award of the decision that replaced it.',
    sv: {
      title: 'Bidraget gäller inte längre',
      meaning: 'Beslutsraden har dragits tillbaka, ersatts eller upphävts: inget mer kan planeras av bidraget.',
      remedy: 'Planera utifrån bidraget i det beslut som ersatte det.'
    }
  },
  'budget-exceeded': {
    title: 'It goes beyond a budget',
    meaning:
      'The live payments of a year come to more than the budget of the body, or of its scheme, for that year. The members budgetId, year, budget, planned and left tell which and how much.',
    remedy: 'Plan less, or name the decision that allows it in budgetOverrideDecisionId.',
    sv: {
      title: 'Budgeten överskrids',
      meaning:
        'Årets gällande utbetalningar blir tillsammans större än nämndens eller bidragsformens budget för året. Fälten budgetId, year, budget, planned och left visar vilken budget och hur mycket.',
      remedy: 'Planera mindre, eller ange i budgetOverrideDecisionId det beslut som tillåter det.'
    }
  },
  'import-columns': {
    title: 'The columns of the file cannot be used',
    meaning: 'A column that is needed is missing, or two columns mean the same.',
    remedy: 'See the violations for the headings.',
    sv: {
      title: 'Filens kolumner kan inte användas',
      meaning: 'En kolumn som behövs saknas, eller två kolumner betyder samma sak.',
      remedy: 'Se rubrikerna i violations.'
    }
  },
  'validity-reversed': {
    title: 'It ends before it begins',
    meaning: 'The last day of a validity is before its first.',
    remedy: 'Correct the day that the violation names.',
    sv: {
      title: 'Det slutar innan det börjar',
      meaning: 'Sista dagen i en giltighetstid ligger före den första.',
      remedy: 'Rätta den dag som anges i violations.'
    }
  },
  'certainty-contradicts-amount': {
    title: 'Certainty and amount contradict each other',
    meaning: 'An amount is there exactly when its certainty is exact or approximate.',
    remedy: 'Give the amount, or say why there is none: notStated, unknown or confidential.',
    sv: {
      title: 'Säkerhet och belopp säger emot varandra',
      meaning: 'Ett belopp ska finnas precis när dess säkerhet är exact eller approximate.',
      remedy: 'Ange beloppet, eller säg varför det saknas: notStated, unknown eller confidential.'
    }
  },
  'organisation-not-found': {
    title: 'There is no such organisation',
    meaning: 'An organisation that is named does not stand in this municipality, or was merged into another.',
    remedy: 'Create or find it first; follow mergedIntoId of one that was merged.',
    sv: {
      title: 'Organisationen finns inte',
      meaning: 'En organisation som anges finns inte i kommunen, eller har slagits ihop med en annan.',
      remedy: 'Skapa eller leta upp den först; följ mergedIntoId för en som har slagits ihop.'
    }
  },
  'application-already-withdrawn': {
    title: 'The application is withdrawn',
    meaning: 'Whoever applied has taken it back.',
    remedy: 'Open it again (reopen) if that was a mistake.',
    sv: {
      title: 'Ansökan är återtagen',
      meaning: 'Den som sökte har tagit tillbaka sin ansökan.',
      remedy: 'Öppna ansökan igen (reopen) om det var ett misstag.'
    }
  },
  'appeal-pending': {
    title: 'An appeal is pending',
    meaning: 'The decision was appealed against and the appeal has no outcome.',
    remedy: 'Record the outcome of the appeal first.',
    sv: {
      title: 'Ett överklagande pågår',
      meaning: 'Beslutet är överklagat, och överklagandet är inte avgjort.',
      remedy: 'Registrera först hur överklagandet avgjordes.'
    }
  },
  'agreement-not-signed': {
    title: 'The agreement is not signed',
    meaning: 'Only a signed agreement is amended, extended, ended or terminated.',
    remedy: 'Sign it first.',
    sv: {
      title: 'Avtalet är inte undertecknat',
      meaning: 'Bara ett undertecknat avtal ändras, förlängs, avslutas eller sägs upp.',
      remedy: 'Underteckna det först.'
    }
  },
  'import-file': {
    title: 'The file is no table of rows',
    meaning:
      'It cannot be read as what it is, or is nothing that is taken: a workbook, CSV, JSON, NDJSON or a table of a page.',
    remedy: 'See detail for what it looks like, or for the place.',
    sv: {
      title: 'Filen är ingen tabell med rader',
      meaning:
        'Den kan inte läsas som det den är, eller är av ett slag som inte tas emot. Det som tas emot är en arbetsbok, CSV, JSON, NDJSON eller en tabell på en webbsida.',
      remedy: 'Se i detail vad den liknar, eller var felet finns.'
    }
  }
})
