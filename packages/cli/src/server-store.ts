import { userInfo } from 'node:os'
import { readServerConfig, type ServerConfig, type StoreConfig } from '@touchstone/server/config'
import type { OperationName, ResultOf, RunOptions } from '@touchstone/server'

export type { StoreConfig }

export function serverConfig(): ServerConfig {
  return readServerConfig(process.env)
}

export function storeConfig(): StoreConfig {
  return serverConfig().store
}

/** From here on this process makes files for its own user alone: a store holds personal data and keys. */
export function makeFilesPrivate(): void {
  process.umask(0o077)
}

/** Has an operation done, as whoever sits at this command line. */
export async function operate<N extends OperationName>(
  name: N,
  input: RunOptions<N>['input'],
  bytes?: AsyncIterable<Uint8Array>,
): Promise<ResultOf<N>> {
  makeFilesPrivate()
  const { runOperation } = await import('@touchstone/server')
  return runOperation({
    config: serverConfig(),
    actor: userName(),
    name,
    input,
    ...(bytes && { bytes }),
  })
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the user may have no name.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
