import { Worker } from 'node:worker_threads'
import { TooLarge } from '../../base/errors.ts'
import { Gate } from '../../platform/database/gate.ts'
import type { Wanted } from './make.ts'
import { problems } from './problems.ts'
import { limits } from './rules.ts'

/** What the thread answers: the paper (null: too large), or why there is none. */
export type Answer = { paper?: string | Uint8Array | null; failure?: string }

const tooLarge = () =>
  new TooLarge(problems['paper-too-large'], {
    en: `The paper takes more than ${limits.paper} characters, ${limits.timeoutMs / 1000} seconds or ${limits.memoryMb} MB; nothing was made.`,
    sv: `Handlingen tar mer än ${limits.paper} tecken, ${limits.timeoutMs / 1000} sekunder eller ${limits.memoryMb} MB; ingenting gjordes.`
  })

/**
 * Makes papers in a thread of its own, one after another; the thread stays, as fonts take a while to load. One that takes too much ends
 * with its thread, and the next paper begins another.
 */
export class PaperThread {
  #worker: Worker | undefined
  /** One paper is made at a time; municipalities take turns. */
  readonly #gate = new Gate({
    places: 1,
    share: 1,
    patience: 120_000,
    what: { en: 'The place in which papers are made', sv: 'Platsen där handlingar görs' }
  })

  /** @throws TooLarge, Unavailable (`busy`) */
  async make(municipalityCode: string, wanted: Wanted): Promise<string | Uint8Array> {
    await this.#gate.enter(municipalityCode)
    try {
      const { paper, failure } = await this.#ask(wanted)
      if (failure) throw new Error(failure)
      if (paper == null) throw tooLarge()
      return paper
    } finally {
      this.#gate.leave(municipalityCode)
    }
  }

  async #ask(wanted: Wanted): Promise<Answer> {
    const worker = this.#worker ?? this.#start()
    this.#worker = worker
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const late = setTimeout(() => reject(tooLarge()), limits.timeoutMs)
    const onError = (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error)
    worker.once('message', resolve)
    worker.once('error', onError)
    worker.ref()
    worker.postMessage(wanted)
    try {
      return await promise
    } catch (error) {
      await this.close()
      throw error
    } finally {
      clearTimeout(late)
      worker.off('message', resolve)
      worker.off('error', onError)
      worker.unref()
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./paper-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 64 },
      // Nothing of the service's settings is within reach of a template.
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning']
    })
    // Told to whoever waits; between papers nobody does, and the next begins another.
    worker.on('error', () => {
      this.#worker = undefined
    })
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    worker.unref()
    return worker
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }
}
