import { channel } from 'node:diagnostics_channel'

/** A job has ended; one that failed is tried again. */
export type JobEnded = { task: string; outcome: 'done' | 'failed' }

const jobs = channel('partnerskap:job')

/** Announces that a job has ended, for metrics.ts to count. Jobs need not know it: a worker has no metrics. */
export const jobEnded = (ended: JobEnded): void => jobs.publish(ended)

/** Calls back for every job that ends; answers how to stop. */
export function onJobEnded(hear: (ended: JobEnded) => void): () => void {
  const listener = (ended: unknown) => hear(ended as JobEnded)
  jobs.subscribe(listener)
  return () => void jobs.unsubscribe(listener)
}

/** An attempt to send a webhook has ended. */
export type WebhookAttempted = { outcome: string; seconds: number }

const webhooks = channel('partnerskap:webhook')

/** Announces what came of an attempt, for metrics.ts to count. */
export const webhookAttempted = (attempted: WebhookAttempted): void => webhooks.publish(attempted)

/** Calls back for every attempt; answers how to stop. */
export function onWebhookAttempted(hear: (attempted: WebhookAttempted) => void): () => void {
  const listener = (attempted: unknown) => hear(attempted as WebhookAttempted)
  webhooks.subscribe(listener)
  return () => void webhooks.unsubscribe(listener)
}
