import type { StoreConfig } from '../platform/config/index.ts'
import { openStore } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { compileEngine } from '../screening/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  store: StoreConfig
  host: string
  port: number
  onFault?: (error: unknown, requestId: string) => void
}

export type Served = { url: string; close(): Promise<void> }

/** Opens the store, compiles the engine and listens; requests under way are answered on close. */
export async function serve({ store: config, host, port, onFault }: ServeOptions): Promise<Served> {
  const store = await openStore(config)
  try {
    const app = createApi({ store, engine: compileEngine(), onFault })
    try {
      const url = await app.listen({ host, port })
      return {
        url,
        close: async () => {
          await app.close()
          await store.close()
        },
      }
    } catch (cause) {
      await app.close()
      throw listenProblem(cause as NodeJS.ErrnoException, host, port)
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

function listenProblem(cause: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES' && cause.code !== 'EADDRNOTAVAIL') {
    return cause
  }
  return new AppError({
    code: 'port-taken',
    message: `${host}:${port} cannot be listened on (${cause.code}): choose another with HOST or PORT`,
    retryable: true,
    cause,
  })
}
