import { chmodSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { TouchstoneError } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import {
  makeSocketPath,
  OperationRequest,
  removeSocketPath,
  type OperationAnswer,
} from '../command-channel/index.ts'
import type { OperationContext } from './operation.ts'
import { performOperation } from './perform-operation.ts'

/** In bytes. The longest request contains a claim with two documents of 10 MiB each, in base64. */
const longestLine = 32 * 1024 * 1024

export type CommandChannel = { close(): Promise<void> }

type CommandChannelOptions = Pick<OperationContext, 'store' | 'config' | 'onSample'>

/**
 * Accepts commands from this machine's operator for the store that this process has open. Anyone who can open the
 * socket is the operator: like the store, its file belongs to one user.
 */
export async function openCommandChannel(options: CommandChannelOptions): Promise<CommandChannel> {
  const { dataDir } = options.config
  const server = createServer((incoming, outgoing) => {
    answerTo(options, incoming)
      .then((answer) => {
        outgoing.setHeader('content-type', 'application/json')
        outgoing.end(JSON.stringify(answer))
      })
      .catch(() => outgoing.destroy())
  })
  // Backups and imports have no time limit.
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
  // The socket gets the process's permissions for new files.
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

async function answerTo(
  opened: CommandChannelOptions,
  incoming: IncomingMessage,
): Promise<OperationAnswer> {
  const chunks: AsyncIterator<Buffer> = incoming[Symbol.asyncIterator]()
  try {
    const { line, rest } = await firstLine(chunks)
    const { operation, actor, input } = OperationRequest.parse(JSON.parse(line))
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
    // Closing the connection early could lose the response.
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
      throw new AppError({
        code: 'command-incomplete',
        message: 'the command ended within its first line',
      })
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
