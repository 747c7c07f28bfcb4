import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import { Secret } from './secret.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type TelemetryConfig = {
  logLevel: LogLevel
  /** With which /metrics is read; where there is none, from this machine alone. */
  metricsToken: Secret | undefined
  /** Requests a minute that one key, session or address may make; 0 is without limit. */
  rateLimit: number
}

/** The variables of logs, metrics and limits, as docs/operator/configuration.md shows them. */
export const telemetryVariables = [
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning:
      'From which level on the server logs: `fatal`, `error`, `warn`, `info`, `debug`; `silent` for nothing. `info` has a line for each request.',
  },
  {
    name: 'METRICS_TOKEN',
    default: '',
    meaning:
      'With which `/metrics` is read, as `Authorization: Bearer <token>`. Where it is not set, it is read from this machine alone, and not through a proxy.',
  },
  {
    name: 'RATE_LIMIT',
    default: '60000',
    meaning:
      'Requests a minute that one key, one session or, without either, one address may make of each server process; 0 is without limit.',
  },
] as const

const Environment = z.object({
  LOG_LEVEL: z.enum(logLevels).default('info'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/)
    .optional(),
  RATE_LIMIT: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform(Number)
    .default(60_000),
})

const mends = {
  LOG_LEVEL: `write one of ${logLevels.join(', ')}`,
  METRICS_TOKEN: 'write 16 to 200 characters without spaces, as `openssl rand -hex 24` prints them',
  RATE_LIMIT: 'write a whole number of requests a minute, for example RATE_LIMIT=6000',
}

/** Reads what is told of the server and how much one caller may ask; empty counts as not set. */
export function readTelemetryConfig(
  env: Readonly<Record<string, string | undefined>>,
): TelemetryConfig {
  const given = Object.fromEntries(
    Object.keys(mends).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  )
  const result = Environment.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path[0] as keyof typeof mends
      return `${name} cannot be used: ${mends[name]}`
    })
    throw new AppError({ code: 'bad-configuration', message: lines.join('\n') })
  }
  const { LOG_LEVEL, METRICS_TOKEN, RATE_LIMIT } = result.data
  return {
    logLevel: LOG_LEVEL,
    metricsToken: METRICS_TOKEN === undefined ? undefined : new Secret(METRICS_TOKEN),
    rateLimit: RATE_LIMIT,
  }
}
