import { channel } from 'node:diagnostics_channel'

/** A job has ended; one that failed is tried again. */
export type JobEnded = { task: string; outcome: 'done' | 'failed' }

const jobs = channel('partnerskap:job')

/** Tells that a job has ended to whoever counts (metrics.ts), without knowing who: jobs may run where nobody does. */
export const jobEnded = (ended: JobEnded): void => jobs.publish(ended)

/** Calls back for every job that ends; answers how to stop. */
export function onJobEnded(hear: (ended: JobEnded) => void): () => void {
  const listener = (ended: unknown) => hear(ended as JobEnded)
  jobs.subscribe(listener)
  return () => void jobs.unsubscribe(listener)
}
