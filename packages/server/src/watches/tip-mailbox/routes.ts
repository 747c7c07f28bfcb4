import { tipAddressEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { listAddresses, removeAddress, renewAddress } from './manage-tip-addresses.ts'

type TipAddressOptions = { store: Store; sealer: Sealer; mailbox: string | undefined }

/** Endpoints for the address to which a person has tips sent. */
export function tipAddressRoutes(
  app: FastifyInstance,
  { store, sealer, mailbox }: TipAddressOptions,
): void {
  route(app, tipAddressEndpoints.list, async ({ actor }) => {
    const items = await store.transact(contextOf(actor), (handle) =>
      listAddresses({ handle, actor, sealer, mailbox }),
    )
    return { items, isMailRead: mailbox !== undefined }
  })

  route(app, tipAddressEndpoints.create, async ({ actor, body: input }) =>
    store.transact(contextOf(actor), (handle) =>
      renewAddress({ handle, actor, sealer, mailbox, input }),
    ),
  )

  route(app, tipAddressEndpoints.remove, async ({ actor, params: { id } }) => {
    await store.transact(contextOf(actor), (handle) => removeAddress({ handle, actor, id }))
    return {}
  })
}
