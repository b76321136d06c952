import { isEmbeddedAlive, startEmbedded } from './embedded.ts'

type Log = { info(message: string): void; warn?(message: string): void }
type Options = {
  dataDir: string
  log?: Log
  /** Is told the address of a server that was started again. */
  onStarted: (url: string) => void
}

/** Milliseconds between two looks at the server. A look reads one small file. */
const EVERY = 400
/** Milliseconds until a start that failed is tried again. */
const AGAIN = 5_000

/** Starts the embedded PostgreSQL again whenever it has died, until it is stopped. */
export function guardEmbedded({ dataDir, log, onStarted }: Options): { stop(): Promise<void> } {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let looking = Promise.resolve()

  async function look(): Promise<number> {
    if (await isEmbeddedAlive(dataDir)) return EVERY
    if (isStopped) return EVERY
    log?.warn?.('The embedded PostgreSQL has ended; it is started again')
    try {
      const { url } = await startEmbedded({ dataDir, log, again: true })
      onStarted(url)
      return EVERY
    } catch (error) {
      log?.warn?.(`The embedded PostgreSQL could not be started: ${(error as Error).message}`)
      return AGAIN
    }
  }
  function lookIn(milliseconds: number) {
    if (isStopped) return
    timer = setTimeout(() => {
      looking = look().then(lookIn)
    }, milliseconds).unref()
  }
  lookIn(EVERY)

  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await looking
    }
  }
}
