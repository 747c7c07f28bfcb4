import { request, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../platform/errors/index.ts'
import { OperationAnswer, type OperationRequest } from './messages.ts'
import { findSocketPath } from './socket-path.ts'

/** Has the running server do it; undefined if none runs on this folder. */
export async function callServer(
  dataDir: string,
  options: OperationRequest,
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
    const sending = pipeline(Readable.from(lineThen(options, bytes)), outgoing)
    // A server that refuses early closes the connection: its response has the reason.
    sending.catch(() => undefined)
    const response = await answered
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part as Buffer)
    const answer = OperationAnswer.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))
    if ('error' in answer) throw new AppError(answer.error)
    return answer
  } catch (error) {
    throw error instanceof AppError ? error : unanswered(error)
  }
}

async function* lineThen(
  options: OperationRequest,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(options)}\n`)
  yield* bytes
}

function unanswered(cause: unknown): AppError {
  return new AppError({
    code: 'store-unavailable',
    message: `the running server did not answer the command (${(cause as Error).message}): it is not known whether it was carried out; check before you repeat it`,
    cause,
  })
}
