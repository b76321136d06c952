/**
 * A place in PostgreSQL's log of changes (WAL), `16/B374D848` as its functions write it. Positions of one cluster ascend, and a standby
 * that has replayed one has all that was committed before it.
 */
export type LogPosition = bigint

const WRITTEN = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i

/** The position of a text; undefined where it is none. */
export function readLogPosition(text: string): LogPosition | undefined {
  const [, high, low] = WRITTEN.exec(text) ?? []
  return high && low ? (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`) : undefined
}

export const writeLogPosition = (position: LogPosition): string =>
  `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`.toUpperCase()
