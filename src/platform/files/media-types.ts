import { FILE_TYPES, type FileKind } from '../../config.ts'

/** The types of files that can be kept: their names and how each is told by what it holds. Pure. */

type Kind = { mediaType: string; extensions: readonly string[]; isText?: true }

/** By the word that the setting FILE_TYPES has for each. */
export const fileKinds = {
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'] },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx']
  },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
  ods: { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', extensions: ['ods'] },
  png: { mediaType: 'image/png', extensions: ['png'] },
  jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  csv: { mediaType: 'text/csv', extensions: ['csv'], isText: true },
  txt: { mediaType: 'text/plain', extensions: ['txt'], isText: true },
  eml: { mediaType: 'message/rfc822', extensions: ['eml'], isText: true }
} as const satisfies Record<FileKind, Kind>

/** The kind of a media type, without its parameters; undefined where it is none of those. */
export function kindOf(contentType: string): (Kind & { name: FileKind }) | undefined {
  const mediaType = contentType.split(';', 1)[0]!.trim().toLowerCase()
  const name = FILE_TYPES.find(each => fileKinds[each].mediaType === mediaType)
  return name && { name, ...fileKinds[name] }
}

/** What follows the last full stop of a name, in small letters; '' where there is none. */
export const extensionOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
