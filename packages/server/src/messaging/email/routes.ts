import { writeStoredSentence, messageEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { TimeCursor, toPageQuery, pageOf } from '../../platform/http/index.ts'
import { listEmails, readEmail, resendEmail, toEmailView, withdrawEmail } from './manage-emails.ts'

/** Endpoints for outgoing emails. `sends` is whether a mail server is configured. */
export function emailRoutes(
  app: FastifyInstance,
  { store, sends }: { store: Store; sends: boolean },
): void {
  route(app, messageEndpoints.list, async ({ actor, query: { kind, about, ...query } }) => {
    const input = {
      ...toPageQuery(query, TimeCursor),
      ...(kind !== undefined && about !== undefined && { about: { kind, id: about } }),
    }
    const emails = await store.transact(contextOf(actor), (handle) =>
      listEmails({ handle, actor, input }),
    )
    const { items, next } = pageOf(emails, query.limit, (last) => [last.createdAt, last.id])
    return {
      items: items.map(toEmailView),
      next,
      waitsFor: sends ? null : writeStoredSentence('email.no-server'),
    }
  })

  route(app, messageEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readEmail({ handle, actor, input })),
  )
  const actions = { resend: resendEmail, cancel: withdrawEmail } as const
  route(app, messageEndpoints.act, async ({ actor, params: input, body: { action } }) =>
    store.transact(contextOf(actor), (handle) => actions[action.type]({ handle, actor, input })),
  )
}
