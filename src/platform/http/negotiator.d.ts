/** What we use of the package, which carries no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: { [name: string]: string | string[] | undefined } })
    /** The offered type that Accept prefers; of equals the one that it names first. */
    mediaType(offered: string[]): string | undefined
    /** The offered language that Accept-Language prefers; the first offered where it is not sent. */
    language<T extends string>(offered: T[]): T | undefined
  }
}
