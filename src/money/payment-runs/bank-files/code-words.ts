/**
 * Codes of ISO 20022 that Swedish banks answer with, in words (External Code Sets: ExternalStatusReason1Code,
 * ExternalReturnReason1Code, ExternalPaymentGroupStatus1Code, ExternalPaymentTransactionStatus1Code). Others are told as they are.
 */

export const bankCodes: Record<string, string | undefined> = {
  AC01: 'the number of the account is wrong',
  AC02: 'the number of the payer’s account is wrong',
  AC03: 'the number of the payee’s account is wrong',
  AC04: 'the account is closed',
  AC06: 'the account is blocked',
  AC07: 'the payee’s account is closed',
  AC13: 'the kind of the payer’s account is wrong',
  AC14: 'the kind of the payee’s account is wrong',
  AG01: 'payments of this kind are not allowed on the account',
  AG02: 'the code of the bank’s operation is wrong',
  AGNT: 'an agent of the payment is wrong',
  AM01: 'the amount is zero',
  AM02: 'the amount is more than is allowed',
  AM03: 'the currency is not allowed',
  AM04: 'there is not enough money on the account',
  AM05: 'the payment is a double of another',
  AM06: 'the amount is less than is allowed',
  AM07: 'the amount is blocked',
  AM09: 'the amount is not what was agreed or expected',
  AM10: 'the control sum is wrong',
  BE01: 'the name does not go with the account',
  BE04: 'the address of the payee is missing or wrong',
  BE05: 'the bank does not know who sent the payment',
  BE06: 'the bank does not know the payee',
  BE07: 'the address of the payer is missing or wrong',
  CH03: 'the day of execution is too far ahead',
  CNOR: 'the payee’s bank is not registered for such payments',
  CURR: 'the currency is wrong',
  CUST: 'the customer asked for it',
  DNOR: 'the payer’s bank is not registered for such payments',
  DS02: 'the signature of the order is missing',
  DT01: 'the day is wrong or missing',
  DU01: 'the id of the message is a double',
  DU02: 'the id of the payment information is a double',
  DU03: 'the transaction is a double',
  DU04: 'the end-to-end id is a double',
  DU05: 'the instruction id is a double',
  DUPL: 'the payment is a double of another',
  ED05: 'the settlement failed',
  FF01: 'the format of the file is wrong',
  FOCR: 'it is sent back upon a request to cancel it',
  FRAD: 'the payment is held to be fraud',
  MD07: 'the holder of the account is dead',
  MS02: 'the customer gives no reason',
  MS03: 'the bank gives no reason',
  NARR: 'the reason is told in words',
  NOAS: 'the payee did not answer',
  RC01: 'the id of the bank is wrong',
  RC03: 'the id of the payer’s bank is wrong',
  RC04: 'the id of the payee’s bank is wrong',
  RR01: 'the account or the id of the payer is missing',
  RR02: 'the name or the address of the payer is missing',
  RR03: 'the name or the address of the payee is missing',
  RR04: 'a rule of law or of an authority forbids it',
  TD03: 'the structure of the file is wrong',
  TM01: 'the order came after the bank’s last time of the day',
  UPAY: 'the payment was not due'
}

/** What a status that is neither paid nor rejected says. */
export const statusWords: Record<string, string | undefined> = {
  ACCP: 'accepted after checks of the customer’s profile',
  ACSP: 'accepted, and settlement is under way',
  ACTC: 'accepted after checks of syntax and form',
  ACWC: 'accepted with a change',
  ACWP: 'accepted, and not posted to the account yet',
  CANC: 'cancelled',
  FUTR: 'to be booked on a later day',
  INFO: 'told for information only',
  PART: 'a part of it is accepted',
  PATC: 'signed by a part of those who must sign',
  PDNG: 'pending',
  RCVD: 'received'
}

/** The status with its words: `PDNG: pending`. */
export const statusTold = (status: string): string =>
  statusWords[status] ? `${status}: ${statusWords[status]}` : status
