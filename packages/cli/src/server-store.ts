import { userInfo } from 'node:os'
import { Readable } from 'node:stream'
import { readServerConfig, type ServerConfig, type StoreConfig } from '@touchstone/server/config'
import type { ProgramIo } from './program-io.ts'
import type { OperationName, ResultOf, DispatchOptions } from '@touchstone/server'

export type { StoreConfig }

export function serverConfig({ env }: Pick<ProgramIo, 'env'>): ServerConfig {
  return readServerConfig(env)
}

export function storeConfig(io: Pick<ProgramIo, 'env'>): StoreConfig {
  return serverConfig(io).store
}

/** Runs an operation in the name of the operating system's user. */
export async function operate<N extends OperationName>(
  io: ProgramIo,
  name: N,
  input: DispatchOptions<N>['input'],
  bytes?: AsyncIterable<Uint8Array>,
): Promise<ResultOf<N>> {
  io.makeFilesPrivate()
  const config = serverConfig(io)
  const actor = userName()
  if (config.store.engine === 'embedded') {
    // A running server does it without loading the server here.
    const { callServer } = await import('@touchstone/server/command-channel')
    const request = { operation: name, actor, input }
    const answer = await callServer(config.dataDir, request, bytes ?? Readable.from([]))
    if (answer !== undefined) return answer.result as ResultOf<N>
  }
  const { dispatchOperation } = await import('@touchstone/server')
  return dispatchOperation({ config, actor, name, input, ...(bytes && { bytes }) })
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the user may have no name.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
