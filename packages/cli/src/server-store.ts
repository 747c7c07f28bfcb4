import { userInfo } from 'node:os'
import { readServerConfig, type ServerConfig, type StoreConfig } from '@touchstone/server/config'
import type { Actor, Handle } from '@touchstone/server'

export type { StoreConfig }

export function serverConfig(): ServerConfig {
  return readServerConfig(process.env)
}

export function storeConfig(): StoreConfig {
  return serverConfig().store
}

export type Operator = Actor & { kind: 'operator' }

/** One transaction of whoever sits at this command line, on a store that is opened for it. */
export async function asOperator<T>(
  work: (handle: Handle, actor: Operator) => Promise<T>,
): Promise<T> {
  const { contextOf, openStore } = await import('@touchstone/server')
  const actor: Operator = { kind: 'operator', id: userName() }
  const store = await openStore(storeConfig())
  try {
    return await store.transact(contextOf(actor), (handle) => work(handle, actor))
  } finally {
    await store.close()
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // In a container the user may have no name.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
