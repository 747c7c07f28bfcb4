import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import { readVariables } from './secret-files.ts'
import { Secret } from './secret.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type TelemetryConfig = {
  logLevel: LogLevel
  /** Token for /metrics; without one, only this machine can read it. */
  metricsToken: Secret | undefined
  /** Most requests per minute by one key, session or address; 0 is unlimited. */
  rateLimit: number
  /** Limits on bodies of requests in each process. */
  bodies: {
    bytesPerSecond: number
    patienceMilliseconds: number
    openBytes: number
    unfinishedPerAddress: number
  }
}

/** The variables of logs, metrics and limits, as shown in docs/operator/configuration.md. */
export const telemetryVariables = [
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning:
      'The lowest level that the server logs: `fatal`, `error`, `warn`, `info`, `debug`; `silent` for nothing. `info` writes a line for each request.',
  },
  {
    name: 'METRICS_TOKEN',
    default: '',
    meaning:
      'Token for reading `/metrics`, sent as `Authorization: Bearer <token>`. If unset, `/metrics` can be read from this machine only, and not through a proxy.',
  },
  {
    name: 'RATE_LIMIT',
    default: '60000',
    meaning:
      'Requests per minute for one key, one session or, without either, one address, in each server process; 0 is unlimited.',
  },
  {
    name: 'BODY_BYTES_PER_SECOND',
    default: '8192',
    meaning:
      'The minimum rate at which the body of a request must arrive. Only the time that the server waits for the caller counts; a connection of 30 kB per second can upload a file of any size.',
  },
  {
    name: 'BODY_PATIENCE_SECONDS',
    default: '20',
    meaning:
      'How long the server waits for a body beyond that rate, and for its next bytes at most; then it responds with 408.',
  },
  {
    name: 'OPEN_BODY_MIB',
    default: '64',
    meaning:
      'Total mebibytes that request bodies of callers without a sign-in may use in each server process; beyond it, they receive 503 until others finish. Sellers who opened their link have four times as much, divided into shares.',
  },
  {
    name: 'UNFINISHED_PER_ADDRESS',
    default: '64',
    meaning:
      'Requests from one address (in IPv6: one /64) whose bodies have not fully arrived; beyond it, they receive 429. 0 is unlimited. Behind a proxy it needs `TRUSTED_PROXIES`, since otherwise all requests come from the proxy’s address.',
  },
] as const

const wholeNumber = z
  .string()
  .regex(/^[1-9][0-9]{0,5}$/)
  .transform(Number)

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
  BODY_BYTES_PER_SECOND: wholeNumber.default(8192),
  BODY_PATIENCE_SECONDS: wholeNumber.default(20),
  OPEN_BODY_MIB: wholeNumber.default(64),
  UNFINISHED_PER_ADDRESS: z
    .string()
    .regex(/^[0-9]{1,6}$/)
    .transform(Number)
    .default(64),
})

const remedies = {
  LOG_LEVEL: `write one of ${logLevels.join(', ')}`,
  METRICS_TOKEN: 'write 16 to 200 characters without spaces, as `openssl rand -hex 24` prints them',
  RATE_LIMIT: 'write a whole number of requests a minute, for example RATE_LIMIT=6000',
  BODY_BYTES_PER_SECOND:
    'write a whole number of bytes from 1 to 999999, for example BODY_BYTES_PER_SECOND=8192',
  BODY_PATIENCE_SECONDS:
    'write a whole number of seconds from 1 to 999999, for example BODY_PATIENCE_SECONDS=20',
  OPEN_BODY_MIB: 'write a whole number of mebibytes from 1 to 999999, for example OPEN_BODY_MIB=64',
  UNFINISHED_PER_ADDRESS:
    'write a whole number of requests up to 999999, for example UNFINISHED_PER_ADDRESS=64',
}

/** Reads the configuration of telemetry and limits; an empty variable counts as not set. */
export function readTelemetryConfig(
  env: Readonly<Record<string, string | undefined>>,
): TelemetryConfig {
  const result = Environment.safeParse(readVariables(env, Object.keys(remedies)))
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path[0] as keyof typeof remedies
      return `${name} cannot be used: ${remedies[name]}`
    })
    throw new AppError({ code: 'bad-configuration', message: lines.join('\n') })
  }
  const { LOG_LEVEL, METRICS_TOKEN, RATE_LIMIT, ...bodies } = result.data
  return {
    logLevel: LOG_LEVEL,
    metricsToken: METRICS_TOKEN === undefined ? undefined : new Secret(METRICS_TOKEN),
    rateLimit: RATE_LIMIT,
    bodies: {
      bytesPerSecond: bodies.BODY_BYTES_PER_SECOND,
      patienceMilliseconds: bodies.BODY_PATIENCE_SECONDS * 1000,
      openBytes: bodies.OPEN_BODY_MIB * 1024 ** 2,
      unfinishedPerAddress: bodies.UNFINISHED_PER_ADDRESS,
    },
  }
}
