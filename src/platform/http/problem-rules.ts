import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...rulesOf({
    'file-not-kept': {
      title: 'The file could not be received',
      meaning: 'The service has no room on its disk for the file, or cannot write to it. Nothing was done.',
      remedy: 'Send it again later. Whoever runs the service makes room where SPOOL_DIR says.',
      sv: {
        title: 'Filen kunde inte tas emot',
        meaning: 'Tjänsten har ingen plats på disken för filen, eller kan inte skriva dit. Ingenting gjordes.',
        remedy: 'Skicka filen igen senare. Den som driver tjänsten ordnar plats där SPOOL_DIR pekar.'
      }
    },
    validation: {
      title: 'The request is not valid',
      meaning: 'Values are missing, unknown, of the wrong type or out of range. All of them are listed in violations.',
      remedy: 'Correct every violation and send the request again. Unknown properties and parameters are not ignored.',
      sv: {
        title: 'Anropet är inte giltigt',
        meaning: 'Värden saknas, är okända, av fel typ eller utanför gränserna. Alla fel räknas upp i violations.',
        remedy: 'Rätta alla fel och skicka anropet igen. Okända egenskaper och parametrar godtas inte.'
      }
    },
    malformed: {
      title: 'The request cannot be read',
      meaning: 'The request breaks the rules of HTTP, or was cut off on its way.',
      remedy: 'Look at what your client really sends.',
      sv: {
        title: 'Anropet kan inte läsas',
        meaning: 'Anropet följer inte HTTP, eller bröts på vägen.',
        remedy: 'Se efter vad klienten verkligen skickar.'
      }
    },
    'json-malformed': {
      title: 'The body cannot be taken as JSON',
      meaning:
        'It is not JSON in UTF-8, names a property twice, or holds a NUL character, half a surrogate pair or a number that is out of range.',
      remedy: 'See the violation for the place.',
      sv: {
        title: 'Innehållet kan inte läsas som JSON',
        meaning:
          'Det är inte JSON i UTF-8, anger en egenskap två gånger, eller innehåller ett NUL-tecken, ett halvt surrogatpar eller ett tal som är för stort.',
        remedy: 'Se i violations var felet finns.'
      }
    },
    'json-too-deep': {
      title: 'The body nests too deep',
      meaning: 'Arrays and objects within each other may be 64 levels deep.',
      remedy: 'No operation needs more than a few levels: look at how the body is built.',
      sv: {
        title: 'Innehållet är nästlat för djupt',
        meaning: 'Listor och objekt får ligga i varandra i högst 64 nivåer.',
        remedy: 'Inget anrop behöver mer än några få nivåer: se över hur innehållet byggs.'
      }
    },
    'form-malformed': {
      title: 'The form cannot be taken',
      meaning:
        'A form (multipart/form-data) holds one file, in the field file, and parameters of the operation as fields.',
      remedy: 'See the violation. Send parameters either in the form or in the address.',
      sv: {
        title: 'Formuläret kan inte tas emot',
        meaning: 'Ett formulär (multipart/form-data) har en fil, i fältet file, och anropets parametrar som fält.',
        remedy: 'Se violations. Skicka parametrarna antingen i formuläret eller i adressen.'
      }
    },
    'address-malformed': {
      title: 'The address cannot be read',
      meaning: 'The address holds bytes that are not UTF-8 written as %XX, or a NUL character.',
      remedy: 'Encode path and query as UTF-8, with %XX for everything but letters and digits of ASCII.',
      sv: {
        title: 'Adressen kan inte läsas',
        meaning: 'Adressen innehåller bytes som inte är UTF-8 skrivet som %XX, eller ett NUL-tecken.',
        remedy: 'Koda sökväg och frågedel som UTF-8, med %XX för allt utom bokstäver och siffror i ASCII.'
      }
    },
    'header-not-valid': {
      title: 'A header is not valid',
      meaning: 'A header that this operation reads is of the wrong form.',
      remedy: 'See the violation.',
      sv: {
        title: 'Ett huvud är inte giltigt',
        meaning: 'Ett huvud som anropet läser har fel form.',
        remedy: 'Se violations.'
      }
    },
    'credentials-twice': {
      title: 'Credentials stand in two places',
      meaning: 'The address holds a key, and so does the header Authorization.',
      remedy: 'Send one of them; the header where your tool can.',
      sv: {
        title: 'Inloggningen står på två ställen',
        meaning: 'Adressen innehåller en nyckel, och det gör även huvudet Authorization.',
        remedy: 'Skicka bara en av dem, helst i huvudet om verktyget klarar det.'
      }
    },
    'key-in-address-too-wide': {
      title: 'The key can do too much to stand in an address',
      meaning:
        'Addresses are kept in histories and logs of others. A key that stands in one may read statistics and do nothing else.',
      remedy:
        'Have a key made with the scope named in the member scope, and no other; or send this one in Authorization.',
      sv: {
        title: 'Nyckeln får göra för mycket för att stå i en adress',
        meaning:
          'Adresser sparas i historik och i andras loggar. En nyckel som står i en adress får läsa statistik och inget annat.',
        remedy:
          'Be om en nyckel med bara den behörighet som anges i fältet scope, eller skicka den här nyckeln i Authorization.'
      }
    },
    'not-acceptable': {
      title: 'Not to be had in that form',
      meaning: 'The answer can be had in none of the forms that Accept names. Nothing was done.',
      remedy: 'Send Accept: application/json, or another of the forms that detail names; or leave Accept out.',
      sv: {
        title: 'Finns inte i den formen',
        meaning: 'Svaret finns inte i någon av de former som Accept anger. Ingenting gjordes.',
        remedy:
          'Skicka Accept: application/json, eller någon annan av de former som detail anger, eller utelämna Accept.'
      }
    },
    'parameter-without-effect': {
      title: 'A parameter would have no effect',
      meaning: 'The parameter says nothing in the form that is answered. Ignored, it would seem to have been heeded.',
      remedy: 'Leave it out, or ask for the form that it is for by Accept.',
      sv: {
        title: 'En parameter skulle sakna verkan',
        meaning:
          'Parametern betyder ingenting i den form som svaret har. Om den förbigicks skulle det se ut som om den hade följts.',
        remedy: 'Utelämna den, eller begär med Accept den form som den är till för.'
      }
    },
    'cursor-not-valid': {
      title: 'The cursor is not valid',
      meaning: 'The cursor is not one that this list gave, or the order was changed between two pages.',
      remedy: 'Take nextCursor as it is, and keep the other parameters, or begin anew without cursor.',
      sv: {
        title: 'Markören är inte giltig',
        meaning: 'Markören kommer inte från den här listan, eller så ändrades ordningen mellan två sidor.',
        remedy: 'Skicka nextCursor precis som den är och behåll övriga parametrar, eller börja om utan cursor.'
      }
    },
    'value-not-storable': {
      title: 'A value cannot be stored',
      meaning: 'A number, date or text is outside what the register can hold.',
      remedy: 'Look at long texts, far dates and large numbers in the request.',
      sv: {
        title: 'Ett värde kan inte sparas',
        meaning: 'Ett tal, ett datum eller en text ligger utanför det som registret kan spara.',
        remedy: 'Se efter långa texter, avlägsna datum och stora tal i anropet.'
      }
    },
    'credentials-required': {
      title: 'Credentials are required',
      meaning: 'The operation is not open to everybody and the request carried no API key and no access token.',
      remedy: 'Send Authorization: Bearer followed by an API key (psk_…) or an access token.',
      sv: {
        title: 'Inloggning krävs',
        meaning: 'Anropet är inte öppet för alla, och hade varken API-nyckel eller åtkomsttoken.',
        remedy: 'Skicka Authorization: Bearer följt av en API-nyckel (psk_…) eller en åtkomsttoken.'
      }
    },
    'method-not-allowed': {
      title: 'The method is not allowed here',
      meaning: 'The address exists, but not with this method.',
      remedy: 'The header Allow lists the methods that there are.',
      sv: {
        title: 'Metoden är inte tillåten här',
        meaning: 'Adressen finns, men inte med den metoden.',
        remedy: 'Huvudet Allow räknar upp de metoder som finns.'
      }
    },
    'body-too-large': {
      title: 'The body is too large',
      meaning: 'The body is larger than the operation takes.',
      remedy: 'Send it in parts, or have BODY_MAX_BYTES or IMPORT_MAX_BYTES raised.',
      sv: {
        title: 'Innehållet är för stort',
        meaning: 'Innehållet är större än vad anropet tar emot.',
        remedy: 'Skicka det i delar, eller be den som driver tjänsten att höja BODY_MAX_BYTES eller IMPORT_MAX_BYTES.'
      }
    },
    'address-too-long': {
      title: 'The address is too long',
      meaning: 'A part of the path is longer than anything that is stored.',
      remedy: 'Look at how the address is built.',
      sv: {
        title: 'Adressen är för lång',
        meaning: 'En del av sökvägen är längre än något som sparas.',
        remedy: 'Se över hur adressen byggs.'
      }
    },
    'headers-too-large': {
      title: 'The headers are too large',
      meaning: 'Address and headers together may be 16 kB.',
      remedy: 'Send less: fewer parameters, no cookies.',
      sv: {
        title: 'Huvudena är för stora',
        meaning: 'Adress och huvuden får tillsammans vara 16 kB.',
        remedy: 'Skicka mindre: färre parametrar, inga kakor.'
      }
    },
    'media-type-not-supported': {
      title: 'The media type is not supported',
      meaning: 'The operation does not take a body of this Content-Type.',
      remedy: 'Most operations take application/json; the reference names the others.',
      sv: {
        title: 'Innehållets typ tas inte emot',
        meaning: 'Anropet tar inte emot innehåll med den Content-Type som angavs.',
        remedy: 'De flesta anrop tar application/json; referensen anger de övriga.'
      }
    },
    'version-required': {
      title: 'If-Match is required',
      meaning: 'What exists is only changed by somebody who says which version they have seen.',
      remedy: 'Read it, and send its ETag as If-Match.',
      sv: {
        title: 'If-Match krävs',
        meaning: 'Det som finns får bara ändras av den som säger vilken version den har sett.',
        remedy: 'Läs posten, och skicka dess ETag som If-Match.'
      }
    },
    'version-stale': {
      title: 'It has been changed since',
      meaning: 'Somebody changed it after you read it; nothing of what you sent was done.',
      remedy: 'Read it again, apply your change to what it is now, and send that with the new ETag.',
      sv: {
        title: 'Posten har ändrats sedan dess',
        meaning: 'Någon ändrade posten efter att du läste den. Inget av det du skickade gjordes.',
        remedy: 'Läs posten igen, gör din ändring i den som den är nu, och skicka den med den nya ETag:en.'
      }
    },
    'idempotency-key-reused': {
      title: 'The Idempotency-Key was used for another request',
      meaning: 'The key was first sent with another method, address or body.',
      remedy: 'Make a new key for every new request, and keep it only for repeating that one.',
      sv: {
        title: 'Idempotency-Key har använts för ett annat anrop',
        meaning: 'Nyckeln skickades först med en annan metod, en annan adress eller ett annat innehåll.',
        remedy: 'Gör en ny nyckel för varje nytt anrop, och behåll den bara för att skicka samma anrop igen.'
      }
    },
    'idempotency-key-in-progress': {
      title: 'The same request is being worked on',
      meaning: 'A request with the same Idempotency-Key has not been answered yet.',
      remedy: 'Wait a moment and send the same request again: the first answer will come.',
      sv: {
        title: 'Samma anrop pågår',
        meaning: 'Ett anrop med samma Idempotency-Key har inte besvarats än.',
        remedy: 'Vänta en stund och skicka samma anrop igen: då kommer det första svaret.'
      }
    },
    'try-again': {
      title: 'Try again',
      meaning: 'Two requests wanted the same thing at once and this one gave way. Nothing was done.',
      remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.',
      sv: {
        title: 'Försök igen',
        meaning: 'Två anrop gällde samma sak samtidigt, och det här fick ge vika. Ingenting gjordes.',
        remedy: 'Skicka det igen efter så många sekunder som Retry-After anger, med samma Idempotency-Key.'
      }
    },
    'took-too-long': {
      title: 'It took too long',
      meaning: 'The database was stopped before it had an answer. Nothing was done.',
      remedy: 'Ask for less: a shorter period, a smaller page.',
      sv: {
        title: 'Det tog för lång tid',
        meaning: 'Databasen avbröts innan den hade ett svar. Ingenting gjordes.',
        remedy: 'Begär mindre: en kortare period, en mindre sida.'
      }
    },
    'content-encoding-not-supported': {
      title: 'The encoding of the body is not supported',
      meaning: 'Content-Encoding names something else than gzip (or identity).',
      remedy: 'Pack the body with gzip, or send it as it is.',
      sv: {
        title: 'Innehållets packning tas inte emot',
        meaning: 'Content-Encoding anger något annat än gzip (eller identity).',
        remedy: 'Packa innehållet med gzip, eller skicka det som det är.'
      }
    },
    'too-many-requests': {
      title: 'Too many requests',
      meaning: 'The key, or the subject of the access token, has asked more often than one caller may in a minute.',
      remedy: 'Wait for the seconds in Retry-After. RateLimit-Remaining of every answer tells what is left.',
      sv: {
        title: 'För många anrop',
        meaning: 'Nyckeln, eller den som åtkomsttoken gäller, har anropat oftare än vad en anropare får på en minut.',
        remedy:
          'Vänta så många sekunder som Retry-After anger. RateLimit-Remaining i varje svar visar vad som återstår.'
      }
    },
    'too-many-failures': {
      title: 'Too many credentials were refused',
      meaning: 'Keys and tokens sent from this address were refused so often that it looks like guessing.',
      remedy: 'Wait for the seconds in Retry-After, and look for a client that sends a key which has expired.',
      sv: {
        title: 'För många inloggningar har avvisats',
        meaning: 'Nycklar och token från den här adressen har avvisats så ofta att det ser ut som gissningar.',
        remedy:
          'Vänta så många sekunder som Retry-After anger, och leta efter en klient som skickar en nyckel som har gått ut.'
      }
    },
    'database-unavailable': {
      title: 'The database is unavailable',
      meaning: 'The database is starting, restarting or out of reach.',
      remedy: 'Send the request again after the seconds in Retry-After, with the same Idempotency-Key.',
      sv: {
        title: 'Databasen är inte tillgänglig',
        meaning: 'Databasen startar, startar om eller kan inte nås.',
        remedy: 'Skicka anropet igen efter så många sekunder som Retry-After anger, med samma Idempotency-Key.'
      }
    },
    locked: {
      title: 'Somebody else is working on the same records',
      meaning:
        'The records are held by other work, a large import for instance, that did not end in time. Nothing was done.',
      remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.',
      sv: {
        title: 'Någon annan arbetar med samma poster',
        meaning:
          'Posterna är upptagna av annat arbete, till exempel en stor import, som inte blev klart i tid. Ingenting gjordes.',
        remedy: 'Skicka anropet igen efter så många sekunder som Retry-After anger, med samma Idempotency-Key.'
      }
    },
    closing: {
      title: 'The service is closing',
      meaning:
        'The service has been told to stop, and takes no more requests; or it had to stop this one. Nothing was done.',
      remedy:
        'Send it again after the seconds in Retry-After, with the same Idempotency-Key: another process answers then.',
      sv: {
        title: 'Tjänsten håller på att stängas',
        meaning: 'Tjänsten ska stängas och tar inte emot fler anrop, eller fick avbryta det här. Ingenting gjordes.',
        remedy:
          'Skicka anropet igen efter så många sekunder som Retry-After anger, med samma Idempotency-Key: då svarar en annan process.'
      }
    },
    'read-only': {
      title: 'This process only reads',
      meaning: 'The process reads from a standby of the database, and cannot record anything. Nothing was done.',
      remedy: 'Send it to the address of the service that takes writes. Here it is refused however often it is sent.',
      sv: {
        title: 'Den här processen läser bara',
        meaning: 'Processen läser från en kopia av databasen och kan inte registrera något. Ingenting gjordes.',
        remedy: 'Skicka anropet till den adress där tjänsten tar emot ändringar. Här avvisas det varje gång.'
      }
    },
    'not-replayed': {
      title: 'The standby has not come so far',
      meaning:
        'The process reads from a standby alone, which does not have all yet that Write-Position or knownAt asks for. An answer could lack something.',
      remedy:
        'Ask again after the seconds in Retry-After; or ask the service that takes writes, where knownAt is of the last day.',
      sv: {
        title: 'Kopian har inte hunnit så långt',
        meaning:
          'Processen läser bara från en kopia av databasen, som ännu inte har allt som Write-Position eller knownAt frågar efter. Ett svar kunde sakna något.',
        remedy:
          'Fråga igen efter så många sekunder som Retry-After anger, eller fråga den tjänst som tar emot ändringar om knownAt ligger inom det senaste dygnet.'
      }
    },
    starting: {
      title: 'The service is starting',
      meaning: 'The database is being started and brought up to date.',
      remedy: 'Ask again after the seconds in Retry-After.',
      sv: {
        title: 'Tjänsten startar',
        meaning: 'Databasen startas och uppdateras.',
        remedy: 'Fråga igen efter så många sekunder som Retry-After anger.'
      }
    },
    'internal-error': {
      title: 'Something went wrong here',
      meaning: 'The fault is ours. It has been logged with the request id.',
      remedy: 'Try once more with the same Idempotency-Key; if it persists, report the request id.',
      sv: {
        title: 'Något gick fel här',
        meaning: 'Felet är vårt. Det har loggats med anropets id.',
        remedy: 'Försök en gång till med samma Idempotency-Key. Om felet består, anmäl det med anropets id.'
      }
    },
    'request-timeout': {
      title: 'The request took too long to arrive',
      meaning: 'The rest of the request did not come in time.',
      remedy: 'Send it again; send less at once where the line is slow.',
      sv: {
        title: 'Anropet tog för lång tid på sig att komma fram',
        meaning: 'Resten av anropet kom inte i tid.',
        remedy: 'Skicka det igen; skicka mindre åt gången om förbindelsen är långsam.'
      }
    },
    'already-exists': {
      title: 'It exists already',
      meaning: 'Something with the same key is registered.',
      remedy: 'Find it and change it, or give what is new a key of its own.',
      sv: {
        title: 'Det finns redan',
        meaning: 'Något med samma nyckel är redan registrerat.',
        remedy: 'Leta upp det och ändra det, eller ge det nya en egen nyckel.'
      }
    },
    'value-not-allowed': {
      title: 'A value breaks a rule of the register',
      meaning: 'The register refused a value that no other rule named.',
      remedy: 'Look at values that must go together, or be there only one at a time.',
      sv: {
        title: 'Ett värde bryter mot en regel i registret',
        meaning: 'Registret avvisade ett värde som ingen annan regel pekade ut.',
        remedy: 'Se efter värden som måste anges tillsammans, eller som inte får anges samtidigt.'
      }
    },
    'import-encoding': {
      title: 'The encoding of the file cannot be told',
      meaning: 'The bytes are of no encoding that is known, or break it.',
      remedy: 'Save the file as UTF-8.',
      sv: {
        title: 'Filens teckenkodning går inte att avgöra',
        meaning: 'Filens bytes hör inte till någon känd teckenkodning, eller bryter mot den.',
        remedy: 'Spara filen som UTF-8.'
      }
    }
  })
}
