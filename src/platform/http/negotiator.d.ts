/** What we use of the package, which carries no types. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string> })
    /** The offered type that Accept prefers; of equals the one that it names first. */
    mediaType(offered: string[]): string | undefined
  }
}
