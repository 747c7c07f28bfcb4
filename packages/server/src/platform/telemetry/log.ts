import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from '../config/index.ts'

export type LogDestination = DestinationStream

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal' | 'debug'>

/**
 * A log of JSON lines on standard error. Nothing that a caller sent gets into it by itself: who
 * writes a line names each field, and an error is told without the values that its message quotes.
 */
export function createLog(level: LogLevel, destination?: LogDestination): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      // A field of one of these names is a mistake that must not become a leak.
      redact: {
        paths: [
          'authorization',
          'cookie',
          'password',
          'token',
          'secret',
          'email',
          'body',
          'query',
        ].flatMap((name) => [name, `*.${name}`]),
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
}

type Described = {
  type: string
  code?: string
  problem: string
  stack: string[]
  cause?: Described
}

/** What an error says of the program, without what it quotes of anybody's data. */
function describeError(error: unknown, depth = 3): Described {
  if (!(error instanceof Error)) return { type: typeof error, problem: 'no error', stack: [] }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    problem: withoutValues(error.message),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(error.cause !== undefined && depth > 0 && { cause: describeError(error.cause, depth - 1) }),
  }
}

const mostCharacters = 500

/** Without what stands between the first opening and the last closing quotation mark. */
function withoutQuoted(message: string): string {
  const from = message.indexOf('“')
  const to = message.lastIndexOf('”')
  return from === -1 || to < from ? message : `${message.slice(0, from)}“…”${message.slice(to + 1)}`
}

/** A message without what stands in quotes in it, without addresses, keys and PostgreSQL's (column)=(value). */
export function withoutValues(message: string): string {
  return withoutQuoted(message)
    .replace(/\btsk_\w+/g, '[key]')
    .replace(/(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/)\S+/gi, '$1[address]')
    .replace(/(?<![^\s<>"'])[^\s<>"']+@[^\s<>"']+/g, '[address]')
    .replace(/"[^]*"/g, '"…"')
    .replace(/(?<!\w)'[^]*'/g, "'…'")
    .replace(/\)=\([^]*\)/g, ')=(…)')
    .slice(0, mostCharacters)
}
