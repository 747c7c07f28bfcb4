import { errorLedgerEndpoints, operatorEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { addRoute } from '../../platform/http/index.ts'
import { PublicLedgers, publishingContext, publishLedger } from './publish-ledger.ts'
import { exportLedgerRows, readLedger } from './read-ledger.ts'

/** The endpoints of the error ledger. */
export function errorLedgerRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const now = (): Date => new Date(clock())
  const published = new PublicLedgers(store)

  route(app, errorLedgerEndpoints.read, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) => readLedger({ handle, actor, now: now() })),
  )

  route(app, errorLedgerEndpoints.rows, async ({ actor, reply }) => {
    const text = await store.transact(contextOf(actor), (handle) =>
      exportLedgerRows({ handle, actor, now: now() }),
    )
    return reply.type('application/x-ndjson').send(text)
  })

  route(app, operatorEndpoints.publishErrorLedger, async ({ actor, params, body }) =>
    store.transact(publishingContext(actor), (handle) =>
      publishLedger({ handle, input: { ...params, ...body } }),
    ),
  )

  addRoute(app, errorLedgerEndpoints.readPublic, async ({ params: { slug } }) =>
    published.read(slug, now()),
  )
}
