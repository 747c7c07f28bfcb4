import { openChannel } from '../operator/index.ts'
import type { ServerConfig, TelemetryConfig } from '../platform/config/index.ts'
import { openStore } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { createLog, createMetrics } from '../platform/telemetry/index.ts'
import { compileEngine } from '../screening/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  config: ServerConfig
  telemetry: TelemetryConfig
  host: string
  port: number
}

export type Served = { url: string; close(): Promise<void> }

/**
 * Opens the store, compiles the engine and listens, for requests and for the operator's commands.
 * On close, those under way are ended first.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { config, host, port } = options
  const { logLevel, metricsToken, rateLimit } = options.telemetry
  const endings: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
  }
  const log = createLog(logLevel)
  try {
    const store = await openStore(config.store)
    endings.push(() => store.close())
    const metrics = createMetrics()
    endings.push(async () => metrics.close())
    const app = createApi({ store, engine: compileEngine(), log, metrics, metricsToken, rateLimit })
    endings.push(() => app.close())
    const url = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      throw listenProblem(cause, host, port)
    })
    // On PostgreSQL a command opens the store beside the server.
    if (config.store.engine === 'embedded') {
      const { dataDir } = config.store
      const channel = await openChannel({ store, dataDir })
      endings.push(() => channel.close())
    }
    log.info({ url, store: store.engine }, 'listening')
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
