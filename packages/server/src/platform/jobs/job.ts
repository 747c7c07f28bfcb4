import type { z } from 'zod'

export type JobOptions = {
  /** How often a failed one is tried again, later each time. */
  retries?: number
  /** Seconds after which a job that neither completed nor failed counts as dead and is retried. */
  expireSeconds?: number
  /** Cron, in UTC: makes one by itself at these times, on one of the processes. */
  cron?: string
}

/** A piece of work that runs apart from requests. It may run twice: its handler must bear that. */
export type Job<S extends z.ZodType = z.ZodType> = {
  name: string
  schema: S
  run(this: void, data: z.output<S>, signal: AbortSignal): Promise<void>
  options: JobOptions
}

/** Defines a job. Its data are ids and plain values; the objects themselves are in the store. */
export function defineJob<S extends z.ZodType>(
  name: string,
  schema: S,
  run: (data: z.output<S>, signal: AbortSignal) => Promise<void>,
  options: JobOptions = {},
): Job<S> {
  return { name, schema, run, options }
}
