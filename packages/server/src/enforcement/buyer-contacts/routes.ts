import { buyerContactEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { addRoute, Moment, pageOf, toPageQuery } from '../../platform/http/index.ts'
import { sellerMailOf } from '../email-updates/index.ts'
import type { SignInSettings } from '../../access/users/index.ts'
import { confirmAddress, eraseAddress, leaveAddress } from './leave-address.ts'
import { listNotifications, toNotificationView } from './list-notifications.ts'

const Place = z
  .tuple([Moment, z.uuid(), z.string()])
  .transform(([at, proceedingId, instance]) => ({ at, proceedingId, instance }))

/** Endpoints for buyers who leave an address, and for marketplaces that inform their buyers. */
export function buyerContactRoutes(
  app: FastifyInstance,
  { store, settings }: { store: Store; settings: SignInSettings },
): void {
  const { sealer, clock } = settings
  const mail = sellerMailOf(settings)
  addRoute(app, buyerContactEndpoints.leave, async ({ body: input }) =>
    leaveAddress({ store, mail, input, now: new Date(clock()) }),
  )
  addRoute(app, buyerContactEndpoints.confirm, async ({ body: { token } }) => {
    await confirmAddress({ store, token, now: new Date(clock()) })
    return {}
  })
  addRoute(app, buyerContactEndpoints.erase, async ({ body: { receipt } }) => {
    await eraseAddress({ store, receipt })
    return {}
  })

  route(app, buyerContactEndpoints.list, async ({ actor, query }) =>
    store.transact(contextOf(actor), async (handle) => {
      const input = toPageQuery(query, Place)
      const rows = await listNotifications({ handle, actor }, input)
      const { items, next } = pageOf(rows, query.limit, (row) => [
        row.since,
        row.proceedingId,
        row.instance,
      ])
      const views = []
      for (const row of items)
        views.push(...(await toNotificationView({ handle, actor, sealer }, row)))
      return { items: views, next }
    }),
  )
}
