import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { catalogRoutes } from '../catalog/index.ts'
import { refusalOf, signInByKey, type Actor } from '../identity/index.ts'
import { listingRoutes } from '../listings/index.ts'
import {
  owaspCost,
  peopleRoutes,
  sessionCookie,
  signInBySession,
  type PeopleSettings,
} from '../people/index.ts'
import type { Store } from '../platform/db/index.ts'
import { createHttp } from '../platform/http/index.ts'
import { sealerOf } from '../platform/sealing/index.ts'
import type { Engine } from '../screening/index.ts'
import { referenceRoutes } from './reference.ts'

export type ApiOptions = {
  store: Store
  engine: Engine
  /** How people sign in; what is left out is as on one's own machine, for as long as it runs. */
  people?: Partial<PeopleSettings>
  trustedProxies?: string[]
  /** Holds every answer against its description; for tests. */
  checkAnswers?: boolean
  /** Where what went wrong inside is told; never to the caller. */
  onFault?: (error: unknown, requestId: string) => void
}

/** The server's HTTP interface: every route of every room. */
export function createApi(options: ApiOptions): FastifyInstance {
  const { store, engine, trustedProxies, checkAnswers, onFault } = options
  const settings: PeopleSettings = {
    sealer: sealerOf(randomBytes(32)),
    publicUrl: undefined,
    secureCookie: false,
    oidc: undefined,
    dataDir: undefined,
    cost: owaspCost,
    clock: Date.now,
    ...options.people,
  }
  const house = { store, settings }
  const app = createHttp<Actor>({
    signIn: (key) => signInByKey(store, key),
    sessions: {
      cookie: sessionCookie(settings.secureCookie).name,
      signIn: (token) => signInBySession(house, token),
      origin: settings.publicUrl,
    },
    trustedProxies,
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
  catalogRoutes(app, store)
  listingRoutes(app, store, engine)
  peopleRoutes(app, house)
  referenceRoutes(app)
  return app
}
