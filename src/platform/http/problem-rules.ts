import { commonProblems } from '../../base/common-problems.ts'
import { rulesOf } from '../../base/errors.ts'

/** The rules that are judged here: what their problems are called, what they mean and what to do. */
export const problems = {
  ...commonProblems,
  ...rulesOf({
    'file-not-kept': {
      title: 'The file could not be received',
      meaning: 'The service has no room on its disk for the file, or cannot write to it. Nothing was done.',
      remedy: 'Send it again later. Whoever runs the service makes room where SPOOL_DIR says.'
    },
    validation: {
      title: 'The request is not valid',
      meaning: 'Values are missing, unknown, of the wrong type or out of range. All of them are listed in violations.',
      remedy: 'Correct every violation and send the request again. Unknown properties and parameters are not ignored.'
    },
    malformed: {
      title: 'The request cannot be read',
      meaning: 'The request breaks the rules of HTTP, or was cut off on its way.',
      remedy: 'Look at what your client really sends.'
    },
    'json-malformed': {
      title: 'The body cannot be taken as JSON',
      meaning:
        'It is not JSON in UTF-8, names a property twice, or holds a NUL character, half a surrogate pair or a number that is out of range.',
      remedy: 'See the violation for the place.'
    },
    'json-too-deep': {
      title: 'The body nests too deep',
      meaning: 'Arrays and objects within each other may be 64 levels deep.',
      remedy: 'No operation needs more than a few levels: look at how the body is built.'
    },
    'form-malformed': {
      title: 'The form cannot be taken',
      meaning:
        'A form (multipart/form-data) holds one file, in the field file, and parameters of the operation as fields.',
      remedy: 'See the violation. Send parameters either in the form or in the address.'
    },
    'address-malformed': {
      title: 'The address cannot be read',
      meaning: 'The address holds bytes that are not UTF-8 written as %XX, or a NUL character.',
      remedy: 'Encode path and query as UTF-8, with %XX for everything but letters and digits of ASCII.'
    },
    'header-not-valid': {
      title: 'A header is not valid',
      meaning: 'A header that this operation reads is of the wrong form.',
      remedy: 'See the violation.'
    },
    'credentials-twice': {
      title: 'Credentials stand in two places',
      meaning: 'The address holds a key, and so does the header Authorization.',
      remedy: 'Send one of them; the header where your tool can.'
    },
    'key-in-address-too-wide': {
      title: 'The key can do too much to stand in an address',
      meaning:
        'Addresses are kept in histories and logs of others. A key that stands in one may read statistics and do nothing else.',
      remedy:
        'Have a key made with the scope named in the member scope, and no other; or send this one in Authorization.'
    },
    'not-acceptable': {
      title: 'Not to be had in that form',
      meaning: 'The answer can be had in none of the forms that Accept names. Nothing was done.',
      remedy: 'Send Accept: application/json, or another of the forms that detail names; or leave Accept out.'
    },
    'parameter-without-effect': {
      title: 'A parameter would have no effect',
      meaning: 'The parameter says nothing in the form that is answered. Ignored, it would seem to have been heeded.',
      remedy: 'Leave it out, or ask for the form that it is for by Accept.'
    },
    'cursor-not-valid': {
      title: 'The cursor is not valid',
      meaning: 'The cursor is not one that this list gave, or the order was changed between two pages.',
      remedy: 'Take nextCursor as it is, and keep the other parameters, or begin anew without cursor.'
    },
    'value-not-storable': {
      title: 'A value cannot be stored',
      meaning: 'A number, date or text is outside what the register can hold.',
      remedy: 'Look at long texts, far dates and large numbers in the request.'
    },
    'credentials-required': {
      title: 'Credentials are required',
      meaning: 'The operation is not open to everybody and the request carried no API key and no access token.',
      remedy: 'Send Authorization: Bearer followed by an API key (psk_…) or an access token.'
    },
    'method-not-allowed': {
      title: 'The method is not allowed here',
      meaning: 'The address exists, but not with this method.',
      remedy: 'The header Allow lists the methods that there are.'
    },
    'body-too-large': {
      title: 'The body is too large',
      meaning: 'The body is larger than the operation takes.',
      remedy: 'Send it in parts, or have BODY_MAX_BYTES or IMPORT_MAX_BYTES raised.'
    },
    'address-too-long': {
      title: 'The address is too long',
      meaning: 'A part of the path is longer than anything that is stored.',
      remedy: 'Look at how the address is built.'
    },
    'headers-too-large': {
      title: 'The headers are too large',
      meaning: 'Address and headers together may be 16 kB.',
      remedy: 'Send less: fewer parameters, no cookies.'
    },
    'media-type-not-supported': {
      title: 'The media type is not supported',
      meaning: 'The operation does not take a body of this Content-Type.',
      remedy: 'Most operations take application/json; the reference names the others.'
    },
    'version-required': {
      title: 'If-Match is required',
      meaning: 'What exists is only changed by somebody who says which version they have seen.',
      remedy: 'Read it, and send its ETag as If-Match.'
    },
    'version-stale': {
      title: 'It has been changed since',
      meaning: 'Somebody changed it after you read it; nothing of what you sent was done.',
      remedy: 'Read it again, apply your change to what it is now, and send that with the new ETag.'
    },
    'idempotency-key-reused': {
      title: 'The Idempotency-Key was used for another request',
      meaning: 'The key was first sent with another method, address or body.',
      remedy: 'Make a new key for every new request, and keep it only for repeating that one.'
    },
    'idempotency-key-in-progress': {
      title: 'The same request is being worked on',
      meaning: 'A request with the same Idempotency-Key has not been answered yet.',
      remedy: 'Wait a moment and send the same request again: the first answer will come.'
    },
    'try-again': {
      title: 'Try again',
      meaning: 'Two requests wanted the same thing at once and this one gave way. Nothing was done.',
      remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.'
    },
    'took-too-long': {
      title: 'It took too long',
      meaning: 'The database was stopped before it had an answer. Nothing was done.',
      remedy: 'Ask for less: a shorter period, a smaller page.'
    },
    'content-encoding-not-supported': {
      title: 'The encoding of the body is not supported',
      meaning: 'Content-Encoding names something else than gzip (or identity).',
      remedy: 'Pack the body with gzip, or send it as it is.'
    },
    'too-many-requests': {
      title: 'Too many requests',
      meaning: 'The key, or the subject of the access token, has asked more often than one caller may in a minute.',
      remedy: 'Wait for the seconds in Retry-After. RateLimit-Remaining of every answer tells what is left.'
    },
    'too-many-failures': {
      title: 'Too many credentials were refused',
      meaning: 'Keys and tokens sent from this address were refused so often that it looks like guessing.',
      remedy: 'Wait for the seconds in Retry-After, and look for a client that sends a key which has expired.'
    },
    'database-unavailable': {
      title: 'The database is unavailable',
      meaning: 'The database is starting, restarting or out of reach.',
      remedy: 'Send the request again after the seconds in Retry-After, with the same Idempotency-Key.'
    },
    locked: {
      title: 'Somebody else is working on the same records',
      meaning:
        'The records are held by other work, a large import for instance, that did not end in time. Nothing was done.',
      remedy: 'Send it again after the seconds in Retry-After, with the same Idempotency-Key.'
    },
    closing: {
      title: 'The service is closing',
      meaning:
        'The service has been told to stop, and takes no more requests; or it had to stop this one. Nothing was done.',
      remedy:
        'Send it again after the seconds in Retry-After, with the same Idempotency-Key: another process answers then.'
    },
    starting: {
      title: 'The service is starting',
      meaning: 'The database is being started and brought up to date.',
      remedy: 'Ask again after the seconds in Retry-After.'
    },
    'internal-error': {
      title: 'Something went wrong here',
      meaning: 'The fault is ours. It has been logged with the request id.',
      remedy: 'Try once more with the same Idempotency-Key; if it persists, report the request id.'
    },
    'request-timeout': {
      title: 'The request took too long to arrive',
      meaning: 'The rest of the request did not come in time.',
      remedy: 'Send it again; send less at once where the line is slow.'
    },
    'already-exists': {
      title: 'It exists already',
      meaning: 'Something with the same key is registered.',
      remedy: 'Find it and change it, or give what is new a key of its own.'
    },
    'value-not-allowed': {
      title: 'A value breaks a rule of the register',
      meaning: 'The register refused a value that no other rule named.',
      remedy: 'Look at values that must go together, or be there only one at a time.'
    },
    'import-encoding': {
      title: 'The encoding of the file cannot be told',
      meaning: 'The bytes are of no encoding that is known, or break it.',
      remedy: 'Save the file as UTF-8.'
    }
  })
}
