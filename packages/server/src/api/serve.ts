import { readFile } from 'node:fs/promises'
import { faultsOf, Weights } from '@touchstone/contract'
import { Intake, startRejudging } from '../listings/index.ts'
import { openChannel } from '../operator/index.ts'
import type { ScreeningConfig, ServerConfig, TelemetryConfig } from '../platform/config/index.ts'
import { openStore } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { createLog, createMetrics } from '../platform/telemetry/index.ts'
import { startScreening } from '../screening/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  config: ServerConfig
  screening: ScreeningConfig
  telemetry: TelemetryConfig
  host: string
  port: number
}

export type Served = { url: string; close(): Promise<void> }

/**
 * Opens the store, compiles the engine and listens, for requests and for the operator's commands.
 * On close, those under way and what is judged in the background are ended first.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const { config, host, port } = options
  const { logLevel, metricsToken, rateLimit } = options.telemetry
  const endings: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end()
  }
  const log = createLog(logLevel)
  const onFault = (what: string) => (error: unknown) => log.error({ err: error }, what)
  try {
    const store = await openStore(config.store)
    endings.push(() => store.close())
    const metrics = createMetrics()
    endings.push(async () => metrics.close())
    const { threads, candidate } = options.screening
    const screening = await startScreening({
      threads,
      ...(candidate && {
        candidate: { weights: await readWeights(candidate.weightsFile), share: candidate.share },
      }),
      onFault: onFault('the engine failed'),
    })
    endings.push(() => screening.close())
    const intake = new Intake({
      store,
      screening,
      onDue: () => rejudging.wake(),
      onFault: onFault('the candidate engine failed'),
    })
    endings.push(() => intake.close())
    const rejudging = startRejudging({ intake, onFault: onFault('judging again failed') })
    endings.push(() => rejudging.stop())
    const app = createApi({ store, screening, intake, log, metrics, metricsToken, rateLimit })
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

async function readWeights(path: string): Promise<Weights> {
  const unfit = (message: string, cause?: unknown): AppError =>
    new AppError({ code: 'bad-configuration', message: `CANDIDATE_WEIGHTS ${message}`, cause })
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw unfit(
      `${path} cannot be read (${(cause as Error).message}): name a file of weights`,
      cause,
    )
  }
  const parsed = Weights.safeParse(value)
  if (parsed.success) return parsed.data
  const [fault] = faultsOf(parsed.error, value)
  throw unfit(`${path}: ${fault?.pointer} ${fault?.problem}; name a file that touchstone fit wrote`)
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
