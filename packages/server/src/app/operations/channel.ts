import { chmodSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorCodes, TouchstoneError } from '@touchstone/contract'
import { z } from 'zod'
import { AppError } from '../../platform/errors/index.ts'
import type { OperationContext } from './operation.ts'
import { performOperation } from './perform-operation.ts'
import { removeSocketPath, findSocketPath, makeSocketPath } from './socket-path.ts'

// One request is one operation. Its body is a line of JSON that says what is asked, then the bytes
// that the operation reads; HTTP gives both directions their framing and their pace.
const Asked = z.strictObject({ operation: z.string(), actor: z.string(), input: z.unknown() })
export type OperationRequest = z.infer<typeof Asked>

const Answer = z.union([
  z.strictObject({ result: z.unknown().optional() }),
  z.strictObject({
    error: z.strictObject({
      code: z.enum(errorCodes),
      message: z.string(),
      pointer: z.string().optional(),
      retryable: z.boolean(),
    }),
  }),
])
type Answer = z.infer<typeof Answer>

/** In bytes. The longest brings a claim with two documents, of 10 MiB each before they are text. */
const longestLine = 32 * 1024 * 1024

export type OperatorChannel = { close(): Promise<void> }

type Opened = Pick<OperationContext, 'store' | 'config' | 'onSample'>

/**
 * Takes the commands of this machine's operator for a store that this process has open. Whoever may
 * open the socket is the operator: the file is its owner's alone, as the store itself is.
 */
export async function openOperatorChannel(options: Opened): Promise<OperatorChannel> {
  const { dataDir } = options.config
  const server = createServer((incoming, outgoing) => {
    answerTo(options, incoming)
      .then((answer) => {
        outgoing.setHeader('content-type', 'application/json')
        outgoing.end(JSON.stringify(answer))
      })
      .catch(() => outgoing.destroy())
  })
  // A backup or an import takes as long as it takes.
  server.requestTimeout = 0
  await listen(server, makeSocketPath(dataDir))
  return {
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      })
      removeSocketPath(dataDir)
    },
  }
}

async function listen(server: Server, path: string): Promise<void> {
  // The file is made with the permissions that the process gives to new files.
  const before = process.umask(0o177)
  try {
    const listening = new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    process.umask(before)
    await listening
    chmodSync(path, 0o600)
  } finally {
    process.umask(before)
  }
}

async function answerTo(opened: Opened, incoming: IncomingMessage): Promise<Answer> {
  const chunks: AsyncIterator<Buffer> = incoming[Symbol.asyncIterator]()
  try {
    const { line, rest } = await firstLine(chunks)
    const { operation, actor, input } = Asked.parse(JSON.parse(line))
    const by = { kind: 'operator', id: actor } as const
    const context = { ...opened, isServing: true, actor: by, bytes: rest }
    return { result: await performOperation(operation, context, input) }
  } catch (error) {
    const { code, message, pointer, retryable } =
      error instanceof TouchstoneError
        ? error
        : new AppError({ code: 'internal', message: (error as Error).message })
    return { error: { code, message, ...(pointer !== undefined && { pointer }), retryable } }
  } finally {
    // To hang up on who still writes could cost it the answer.
    while ((await chunks.next()).done !== true);
  }
}

type FirstLine = { line: string; rest: AsyncIterable<Uint8Array> }

async function firstLine(chunks: AsyncIterator<Buffer>): Promise<FirstLine> {
  const parts: Buffer[] = []
  let length = 0
  for (;;) {
    const step = await chunks.next()
    if (step.done === true || length > longestLine) {
      throw new AppError({ code: 'bad-input', message: 'the command ended within its first line' })
    }
    const end = step.value.indexOf(10)
    if (end >= 0) {
      const line = Buffer.concat([...parts, step.value.subarray(0, end)]).toString('utf8')
      return { line, rest: continued(step.value.subarray(end + 1), chunks) }
    }
    parts.push(step.value)
    length += step.value.length
  }
}

async function* continued(left: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  if (left.length > 0) yield left
  for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
    yield step.value
  }
}

/** Has the running server do it; undefined where none runs on this folder. */
export async function callServer(
  dataDir: string,
  asked: OperationRequest,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ result?: unknown } | undefined> {
  const socketPath = findSocketPath(dataDir)
  if (socketPath === undefined) return undefined
  const outgoing = request({ socketPath, method: 'POST', path: '/', agent: false })
  outgoing.on('error', () => undefined)
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
  })
  answered.catch(() => undefined)
  try {
    await new Promise<void>((resolve, reject) => {
      outgoing.once('socket', (socket) => socket.once('connect', resolve))
      outgoing.once('error', reject)
    })
  } catch (error) {
    if (['ECONNREFUSED', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined
    }
    throw unanswered(error)
  }
  try {
    const sending = pipeline(Readable.from(lineThen(asked, bytes)), outgoing)
    // A server that refuses before it has read everything hangs up: its answer says why.
    sending.catch(() => undefined)
    const response = await answered
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part as Buffer)
    const answer = Answer.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))
    if ('error' in answer) throw new AppError(answer.error)
    return answer
  } catch (error) {
    throw error instanceof AppError ? error : unanswered(error)
  }
}

async function* lineThen(
  asked: OperationRequest,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(asked)}\n`)
  yield* bytes
}

function unanswered(cause: unknown): AppError {
  return new AppError({
    code: 'store-unavailable',
    message: `the running server did not answer the command (${(cause as Error).message}): it is not known whether it was carried out; check before you repeat it`,
    cause,
  })
}
