import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { decisionRoutes } from '../decisions/index.ts'
import { refusalOf, signInByKey, type Actor } from '../identity/index.ts'
import { listingRoutes } from '../listings/index.ts'
import type { Store } from '../platform/db/index.ts'
import { createHttp } from '../platform/http/index.ts'
import type { Engine } from '../screening/index.ts'
import { referenceRoutes } from './reference.ts'
import { webhookRoutes, type WebhookSettings } from '../webhooks/index.ts'

export type ApiOptions = {
  store: Store
  engine: Engine
  webhooks: WebhookSettings
  /** Holds every answer against its description; for tests. */
  checkAnswers?: boolean
  /** Where what went wrong inside is told; never to the caller. */
  onFault?: (error: unknown, requestId: string) => void
}

/** The server's HTTP interface: every route of every room. */
export function createApi(options: ApiOptions): FastifyInstance {
  const { store, engine, webhooks, checkAnswers, onFault } = options
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
    return { status: 'ready', engine: engine.name, store: store.engine }
  })
  listingRoutes(app, store, engine)
  decisionRoutes(app, store)
  webhookRoutes(app, store, webhooks)
  referenceRoutes(app)
  return app
}
