import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from '../config/index.ts'

export type LogDestination = DestinationStream

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'fatal' | 'debug'>

/**
 * A log of JSON lines on standard error. Caller-supplied data never gets into it by itself: code that writes a line
 * names each field, and errors are logged without the values that their messages quote.
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

/** Describes an error by facts of the program, without quoted data. */
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

/** Removes everything between the first opening and the last closing quotation mark. */
function withoutQuoted(message: string): string {
  const from = message.indexOf('“')
  const to = message.lastIndexOf('”')
  return from === -1 || to < from ? message : `${message.slice(0, from)}“…”${message.slice(to + 1)}`
}

/** Removes quoted text, addresses, keys and PostgreSQL's (column)=(value) from a message. */
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
