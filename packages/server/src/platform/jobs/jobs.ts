import { randomUUID } from 'node:crypto'
import { PgBoss, type Job as QueuedJob } from 'pg-boss'
import type { z } from 'zod'
import type { Store } from '../db/index.ts'
import { AppError, parseInput } from '../errors/index.ts'
import { startPoller } from '../poller/index.ts'
import { publishWorkEnded, traced } from '../telemetry/index.ts'
import type { Job } from './job.ts'

export type JobsOptions = {
  store: Store
  /** Every job that this process may run. */
  jobs: readonly Job[]
  /** Receives failures of jobs and of the queue. */
  onFault: (error: unknown, what: string) => void
  /** Seconds between polls for jobs of which no process was notified: retries, later and scheduled ones. */
  pollingSeconds?: number
  stopMilliseconds?: number
}

export type Jobs = {
  /**
   * Enqueues a job, for `after` or immediately; returns false if one with the same `key` is waiting. Organisations
   * take turns. This is not part of any transaction: inside one, write a row that states what is to be done, and let
   * a scheduled job process such rows.
   */
  send<S extends z.ZodType>(
    job: Job<S>,
    data: z.input<S>,
    when?: { after?: Date; key?: string; organisationId?: string },
  ): Promise<boolean>
  /** How much waits, runs and was given up, by queue. */
  queues(): Promise<QueueState[]>
  /** Retries failed jobs of this queue; undefined if no such queue exists. */
  retryFailed(queue: string): Promise<number | undefined>
  /** Ends when the jobs under way have ended, or were given up. */
  stop(): Promise<void>
}

export type QueueState = {
  name: string
  cron: string | null
  waiting: number
  running: number
  failed: number
  lastDoneAt: Date | null
  /** Of the failed jobs that are kept: when the first and the last were given up. */
  firstFailedAt: Date | null
  lastFailedAt: Date | null
}

const schema = 'pgboss'
// The number is arbitrary and stays; those of platform/db are others.
const lockNumber = 7_074_003

const retriedAtOnce = 1000

/** Each worker also polls by itself, in case the common poll fails. */
const workerPollingSeconds = 600

const dueQueuesSql = `
  select distinct name from ${schema}.job
  where state in ('created', 'retry') and start_after <= now() and name = any ($1)`

const queuesSql = `
  select q.name, s.cron, j.waiting, j.running, j.failed, j.done_at as "lastDoneAt",
    j.first_failed_at as "firstFailedAt", j.failed_at as "lastFailedAt"
  from ${schema}.queue q
  left join ${schema}.schedule s on s.name = q.name
  cross join lateral (
    select count(*) filter (where state in ('created', 'retry'))::int as waiting,
      count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state = 'failed')::int as failed,
      max(completed_on) filter (where state = 'completed') as done_at,
      min(completed_on) filter (where state = 'failed') as first_failed_at,
      max(completed_on) filter (where state = 'failed') as failed_at
    from ${schema}.job where name = q.name
  ) j
  order by q.name`

/**
 * Starts the job queue on the store: pg-boss in a separate schema, which requests can't reach and backups omit.
 * Several processes on one PostgreSQL share the work.
 */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { store, jobs, onFault, pollingSeconds = 30, stopMilliseconds = 20_000 } = options
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) => store.runQueueSql(text, values),
      ...(store.listen && { listen: store.listen }),
    },
    schema,
    useListenNotify: store.listen !== undefined,
    backend: store.engine === 'embedded' ? 'pglite' : 'postgres',
    // Its own health checks of the server need rights that the owner may lack.
    monitorVacuum: false,
    reindex: false,
  })
  boss.on('error', (error) => onFault(error, 'the job queue'))
  try {
    // Processes that start simultaneously would all create it, and fail except for one.
    await store.runQueueSql(
      `begin; select pg_advisory_xact_lock(${lockNumber});
       create schema if not exists ${schema}; commit`,
    )
    await boss.start()
  } catch (error) {
    throw explained(error)
  }
  const ending = new AbortController()
  const workers = new Map<string, string>()
  const wake = (queue: string): void => {
    const worker = workers.get(queue)
    if (worker !== undefined) boss.notifyWorker(worker)
  }
  // One statement for all queues.
  const poller = startPoller({
    everyMs: pollingSeconds * 1000,
    poll: async () => {
      const { rows } = await store.runQueueSql(dueQueuesSql, [[...workers.keys()]])
      for (const { name } of rows as { name: string }[]) wake(name)
    },
    onFault: (error) => onFault(error, 'the job queue'),
  })
  const stop = async (): Promise<void> => {
    await poller.stop()
    const giveUp = setTimeout(() => ending.abort(), stopMilliseconds)
    await boss.stop({ graceful: true, close: false, timeout: stopMilliseconds + 1000 })
    clearTimeout(giveUp)
  }
  try {
    for (const job of jobs) await startWorker(job)
    await forgetSchedules()
  } catch (error) {
    await stop()
    throw error
  }

  async function startWorker(job: Job): Promise<void> {
    const { name, options: jobOptions } = job
    const { retries = 3, expireSeconds = 900, cron } = jobOptions
    const settings = {
      retryLimit: retries,
      retryBackoff: true,
      expireInSeconds: expireSeconds,
      notify: store.listen !== undefined,
    }
    // Of one key only one waits, however many run.
    await boss.createQueue(name, { ...settings, policy: 'short' })
    await boss.updateQueue(name, settings)
    if (cron !== undefined) await boss.schedule(name, cron, {}, { tz: 'UTC' })
    const worker = await boss.work(
      name,
      {
        pollingIntervalSeconds: workerPollingSeconds,
        notifyPollingIntervalSeconds: workerPollingSeconds,
        batchSize: 1,
      },
      async (queued: QueuedJob<unknown>[]) => {
        for (const { data, signal } of queued) {
          const started = performance.now()
          let outcome = 'failed'
          try {
            const run = async (): Promise<void> =>
              job.run(job.schema.parse(data), AbortSignal.any([signal, ending.signal]))
            const attributes = { 'touchstone.job': name }
            await traced({ name: `job ${name}`, kind: 'internal', attributes }, run)
            outcome = 'done'
          } catch (error) {
            onFault(error, `the job ${name}`)
            throw error
          } finally {
            const seconds = (performance.now() - started) / 1000
            publishWorkEnded({ work: 'job', labels: { queue: name, outcome }, seconds })
            // Otherwise the worker would look for the next one with its next poll.
            wake(name)
          }
        }
      },
    )
    workers.set(name, worker)
  }

  async function waitingOf(name: string, organisationId: string): Promise<number> {
    const { rows } = await store.runQueueSql(
      `select count(*)::int as count from ${schema}.job
       where name = $1 and group_id = $2 and state in ('created', 'retry', 'active')`,
      [name, organisationId],
    )
    return (rows as { count: number }[])[0]?.count ?? 0
  }

  /** Otherwise a job of an older version would be scheduled forever, without code to run it. */
  async function forgetSchedules(): Promise<void> {
    const scheduled = new Set(
      jobs.flatMap((job) => (job.options.cron === undefined ? [] : [job.name])),
    )
    for (const { name } of await boss.getSchedules()) {
      if (!scheduled.has(name)) await boss.unschedule(name)
    }
  }

  return {
    send: async (job, data, { after, key, organisationId } = {}) => {
      const input = parseInput(job.schema, data) as object
      const turn = organisationId && {
        group: { id: organisationId },
        // The tenth that waits of one organisation comes with the tenth of any other.
        priority: -(await waitingOf(job.name, organisationId)),
      }
      const id = await boss.send(job.name, input, {
        ...(after !== undefined && { startAfter: after }),
        ...turn,
        singletonKey: key ?? randomUUID(),
      })
      if (after === undefined) wake(job.name)
      return id !== null
    },
    queues: async () => {
      // The library's own counts are as old as its last check.
      const { rows } = await store.runQueueSql(queuesSql)
      const named = new Set(jobs.map(({ name }) => name))
      return (rows as QueueState[]).filter(({ name }) => named.has(name))
    },
    retryFailed: async (queue) => {
      if (!jobs.some(({ name }) => name === queue)) return undefined
      const { rows } = await store.runQueueSql(
        `select id from ${schema}.job where name = $1 and state = 'failed' limit ${retriedAtOnce}`,
        [queue],
      )
      const ids = (rows as { id: string }[]).map(({ id }) => id)
      if (ids.length > 0) await boss.retry(queue, ids)
      wake(queue)
      return ids.length
    },
    stop,
  }
}

function explained(error: unknown): unknown {
  if ((error as { code?: unknown }).code !== '42501') return error
  return new AppError({
    code: 'bad-configuration',
    message: `the owner may not create the schema of the jobs: as a superuser run \`create schema ${schema} authorization <owner>\` (${(error as Error).message})`,
    cause: error,
  })
}
