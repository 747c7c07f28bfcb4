import { linkContestEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { pageOf, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { decideContest, listContests, readContest, recordContest } from './contest-link.ts'

export type LinkContestRoutesOptions = {
  store: Store
  /** Called when accounts are to be linked anew. */
  onJudged: () => void
}

/** The endpoints of links that sellers contest. */
export function linkContestRoutes(
  app: FastifyInstance,
  { store, onJudged }: LinkContestRoutesOptions,
): void {
  route(app, linkContestEndpoints.list, async ({ actor, query }) => {
    const input = { ...toPageQuery(query, TimeCursor), state: query.state, account: query.account }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listContests({ handle, actor, input }),
    )
    const { items, next } = pageOf(rows, query.limit, ({ row }) => [row.at, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, linkContestEndpoints.read, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readContest({ handle, actor, input })),
  )

  route(app, linkContestEndpoints.record, async ({ actor, body: input }) => {
    const recorded = await store.transact(contextOf(actor), (handle) =>
      recordContest({ handle, actor, input }),
    )
    onJudged()
    return recorded
  })

  route(app, linkContestEndpoints.act, async ({ actor, params, body }) => {
    const input = { ...params, action: body.action }
    const decided = await store.transact(contextOf(actor), (handle) =>
      decideContest({ handle, actor, input }),
    )
    onJudged()
    return decided
  })
}
