/**
 * Names under which the bank knows a run and its payments. They follow from ids and from nothing else: a file that is
 * written again has the same, and a bank refuses a message id that it has seen. Letters and digits only, at most 35
 * (ISO 20022 Max35Text).
 */

/** Of the message: MsgId and PmtInfId. */
export const messageIdOf = (runId: string) => `PR${digits(runId)}`

/** Of one attempt to pay: EndToEndId. A payment that a later run takes up anew is another item with another id. */
export const endToEndIdOf = (itemId: string) => `PI${digits(itemId)}`

const digits = (uuid: string) => uuid.replaceAll('-', '').toUpperCase()
