import { ensureFirstAdmin, purgeSignIns, type FirstAdmin } from '../people/index.ts'
import { isLoopback, type ServerConfig } from '../platform/config/index.ts'
import { openStore } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import { openSealer } from '../platform/sealing/index.ts'
import { compileEngine } from '../screening/index.ts'
import { createApi } from './app.ts'

export type ServeOptions = {
  config: ServerConfig
  host: string
  port: number
  onFault?: (error: unknown, requestId: string) => void
}

export type Served = {
  url: string
  /** Who can sign in now, where nobody could before. */
  firstAdmin: FirstAdmin | undefined
  close(): Promise<void>
}

const purgeMilliseconds = 3_600_000

/** Opens the store, compiles the engine and listens; requests under way are answered on close. */
export async function serve({ config, host, port, onFault }: ServeOptions): Promise<Served> {
  const { dataDir, people, trustedProxies } = config
  const store = await openStore(config.store)
  try {
    const { publicUrl, secretKey, adminEmail: email, oidc } = people
    const sealer = openSealer({ dataDir, secretKey })
    const app = createApi({
      ...{ store, engine: compileEngine(), trustedProxies, onFault },
      people: {
        sealer,
        publicUrl,
        secureCookie: !isPlain(publicUrl ?? `http://${host}`),
        oidc,
        dataDir,
      },
    })
    try {
      const firstAdmin = await ensureFirstAdmin(store, { email, dataDir })
      const url = await app.listen({ host, port })
      const purge = (): void => {
        purgeSignIns(store, Date.now()).catch((error: unknown) => onFault?.(error, 'purge'))
      }
      const timer = setInterval(purge, purgeMilliseconds).unref()
      return {
        url,
        firstAdmin,
        close: async () => {
          clearInterval(timer)
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

/** Where no https is needed: browsers on this machine. */
function isPlain(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'http:' && isLoopback(url.hostname)
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
