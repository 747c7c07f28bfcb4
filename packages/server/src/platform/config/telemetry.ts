import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import { readVariables } from './secret-files.ts'
import { Secret } from './secret.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** By name; they may hold credentials. */
type CollectorHeaders = Readonly<Record<string, string>>

/** A collector of OpenTelemetry traces. */
export type TracesConfig = {
  endpoint: URL
  headers: Secret<CollectorHeaders>
  serviceName: string
  /** Share of traces that are sent, from 0 to 1. */
  ratio: number
}

export type TelemetryConfig = {
  logLevel: LogLevel
  /** Token for /metrics; without one, only this machine can read it. */
  metricsToken: Secret | undefined
  /** Where traces are sent; undefined for nowhere. */
  traces: TracesConfig | undefined
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
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    meaning:
      'Address of an OpenTelemetry collector, for example `http://localhost:4318`. If set, traces of requests, jobs and outbound calls are sent there by OTLP over HTTP, in JSON; they contain no personal data ([traces](running.md#traces)).',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    default: '',
    meaning:
      'Headers for the collector: `name=value`, separated by commas, with values percent-encoded.',
  },
  {
    name: 'OTEL_SERVICE_NAME',
    default: 'touchstone',
    meaning: 'The name under which traces of this server are found.',
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    default: '1',
    meaning: 'The share of traces that are sent, from 0 to 1.',
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

const headersText = z.string().transform((text, context) => {
  const headers: Record<string, string> = {}
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/.exec(part) ?? []
    try {
      headers[name.toLowerCase()] = decodeURIComponent(value.trim())
    } catch {
      headers[''] = ''
    }
  }
  if (!Object.hasOwn(headers, '')) return new Secret<CollectorHeaders>(headers)
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

const Environment = z.object({
  LOG_LEVEL: z.enum(logLevels).default('info'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/)
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .transform((text) => new URL(text))
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headersText.default(new Secret<CollectorHeaders>({})),
  OTEL_SERVICE_NAME: z.string().max(200).default('touchstone'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0|1|0?\.[0-9]{1,9}|1\.0+)$/)
    .transform(Number)
    .default(1),
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
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'write the address of a collector, for example http://localhost:4318',
  OTEL_EXPORTER_OTLP_HEADERS:
    'write name=value, separated by commas, for example authorization=Bearer%20abc',
  OTEL_SERVICE_NAME: 'write a name of at most 200 characters',
  OTEL_TRACES_SAMPLER_ARG: 'write a share from 0 to 1, for example 0.1',
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
  const { LOG_LEVEL, METRICS_TOKEN, RATE_LIMIT, ...rest } = result.data
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...bodies } = rest
  return {
    logLevel: LOG_LEVEL,
    metricsToken: METRICS_TOKEN === undefined ? undefined : new Secret(METRICS_TOKEN),
    traces:
      endpoint === undefined
        ? undefined
        : {
            endpoint,
            headers: rest.OTEL_EXPORTER_OTLP_HEADERS,
            serviceName: rest.OTEL_SERVICE_NAME,
            ratio: rest.OTEL_TRACES_SAMPLER_ARG,
          },
    rateLimit: RATE_LIMIT,
    bodies: {
      bytesPerSecond: bodies.BODY_BYTES_PER_SECOND,
      patienceMilliseconds: bodies.BODY_PATIENCE_SECONDS * 1000,
      openBytes: bodies.OPEN_BODY_MIB * 1024 ** 2,
      unfinishedPerAddress: bodies.UNFINISHED_PER_ADDRESS,
    },
  }
}
