import type { ServerConfig } from '../platform/config/index.ts'
import { openStore } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { startJobs } from '../platform/jobs/index.ts'
import { loadSecretKey } from '../platform/secrets/index.ts'
import { compileEngine } from '../screening/index.ts'
import { startDelivering, trimmingJob } from '../webhooks/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  config: ServerConfig
  host: string
  port: number
  onFault?: (error: unknown, requestId: string) => void
  /** Hears what failed beside requests: a job, a delivery. */
  onBackgroundFault?: (error: unknown, what: string) => void
}

export type Served = { url: string; close(): Promise<void> }

/**
 * Opens the store, compiles the engine, starts jobs and deliveries, and listens. On close, requests,
 * jobs and deliveries under way are ended first.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { config, host, port, onFault, onBackgroundFault = () => undefined } = options
  const endings: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
  }
  const webhooks = { secretKey: loadSecretKey(config), allow: config.outboundAllow }
  const store = await openStore(config.store)
  endings.push(() => store.close())
  try {
    const jobs = await startJobs({ store, jobs: [trimmingJob(store)], onFault: onBackgroundFault })
    endings.push(() => jobs.stop())
    const app = createApi({ store, engine: compileEngine(), webhooks, onFault })
    const url = await app.listen({ host, port }).catch(async (cause: NodeJS.ErrnoException) => {
      await app.close()
      throw listenProblem(cause, host, port)
    })
    endings.push(() => app.close())
    const delivering = startDelivering({ store, ...webhooks, onFault: onBackgroundFault })
    endings.push(() => delivering.stop())
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

function listenProblem(cause: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES' && cause.code !== 'EADDRNOTAVAIL') {
    return cause
  }
  return new AppError({
    code: 'port-taken',
    message: `${host}:${port} cannot be listened on (${cause.code}): choose another with HOST or PORT`,
    retryable: true,
    cause,
  })
}
