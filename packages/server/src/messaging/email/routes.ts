import { messageEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { MomentPlace, pageAsked, pageOf } from '../../platform/http/index.ts'
import { messagesOf, readMessage, resendMessage, shown, withdrawMessage } from './service.ts'

/** The addresses under which people see what left the house. `sends` says whether a mail server is configured. */
export function messageRoutes(
  app: FastifyInstance,
  { store, sends }: { store: Store; sends: boolean },
): void {
  route(app, messageEndpoints.list, async ({ actor, query: { kind, about, ...query } }) => {
    const input = {
      ...pageAsked(query, MomentPlace),
      ...(kind !== undefined && about !== undefined && { about: { kind, id: about } }),
    }
    const found = await store.transact(contextOf(actor), (handle) =>
      messagesOf({ handle, actor, input }),
    )
    const { items, next } = pageOf(found, query.limit, (last) => [last.createdAt, last.id])
    return {
      items: items.map(shown),
      next,
      waitsFor: sends
        ? null
        : 'No mail server is configured: messages wait until whoever looks after the installation sets SMTP_URL and MAIL_FROM.',
    }
  })

  route(app, messageEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readMessage({ handle, actor, input })),
  )
  route(app, messageEndpoints.resend, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => resendMessage({ handle, actor, input })),
  )
  route(app, messageEndpoints.cancel, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => withdrawMessage({ handle, actor, input })),
  )
}
