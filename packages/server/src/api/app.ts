import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { catalogRoutes } from '../catalog/index.ts'
import { refusalOf, signInByKey, type Actor } from '../identity/index.ts'
import { Intake, listingRoutes } from '../listings/index.ts'
import type { Store } from '../platform/db/index.ts'
import { createHttp } from '../platform/http/index.ts'
import type { Screening } from '../screening/index.ts'
import { referenceRoutes } from './reference.ts'

export type ApiOptions = {
  store: Store
  screening: Screening
  /** The way of offers into the store; one of its own where none is given. */
  intake?: Intake
  /** Holds every answer against its description; for tests. */
  checkAnswers?: boolean
  /** Where what went wrong inside is told; never to the caller. */
  onFault?: (error: unknown, requestId: string) => void
}

/** The server's HTTP interface: every route of every room. */
export function createApi(options: ApiOptions): FastifyInstance {
  const { store, screening, checkAnswers, onFault } = options
  const { intake = new Intake({ store, screening }) } = options
  const app = createHttp<Actor>({
    signIn: (key) => signInByKey(store, key),
    refusalOf,
    checkAnswers,
    onFault,
  })
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/ready', async () => {
    await store.transact({ as: 'visitor', keyPrefix: '' }, (handle) =>
      sql`select 1`.execute(handle),
    )
    return { status: 'ready', engine: screening.name, store: store.engine }
  })
  catalogRoutes(app, store)
  listingRoutes(app, intake)
  referenceRoutes(app)
  return app
}
