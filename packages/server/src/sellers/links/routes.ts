import {
  linkHubEndpoints,
  linkJudgementEndpoints,
  sellerLinkEndpoints,
  sellerNetworkEndpoints,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { pageOf, readCursor, TimeCursor, toPageQuery } from '../../platform/http/index.ts'
import { actOnHub } from './decide-hub.ts'
import { actOnJudgement, judgeLinks, listJudgements } from './judge-links.ts'
import { readNetworkGraph } from './read-graph.ts'
import { listHubs, listLinks, readLinksOfAccount } from './read-links.ts'
import { readPair } from './read-pair.ts'

export type LinkRoutesOptions = {
  store: Store
  sealer: Sealer
  /** Called when accounts are to be linked anew. */
  onJudged: () => void
}

const LinkPlace = z
  .tuple([z.number().min(0).max(1), z.uuid(), z.uuid()])
  .transform(([probability, a, b]) => ({ probability, a, b }))
const HubPlace = z
  .tuple([
    z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    z.string().max(64),
  ])
  .transform(([accounts, id]) => ({ accounts, id }))

/** The endpoints of links, judgements and hubs. */
export function linkRoutes(
  app: FastifyInstance,
  { store, sealer, onJudged }: LinkRoutesOptions,
): void {
  route(app, sellerLinkEndpoints.list, async ({ actor, query }) => {
    const { limit, after, state } = query
    const input = {
      state,
      limit: limit + 1,
      after: after === undefined ? undefined : readCursor(LinkPlace, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listLinks({ handle, actor, input }),
    )
    const { items, next } = pageOf(rows, limit, ({ row }) => [row.probability, row.a, row.b])
    return { items: items.flatMap(({ shown }) => shown ?? []), next }
  })

  route(app, sellerLinkEndpoints.ofAccount, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readLinksOfAccount({ handle, actor, input })),
  )

  route(app, sellerLinkEndpoints.pair, async ({ actor, params: input }) =>
    store.transact(contextOf(actor), (handle) => readPair({ handle, actor, input })),
  )

  route(app, sellerNetworkEndpoints.graph, async ({ actor, params, query: { at, ...reach } }) => {
    const input = { ...params, ...reach, at: at === undefined ? undefined : new Date(at) }
    return store.transact(contextOf(actor), (handle) => readNetworkGraph({ handle, actor, input }))
  })

  route(app, linkJudgementEndpoints.list, async ({ actor, query }) => {
    const rows = await store.transact(contextOf(actor), (handle) =>
      listJudgements({ handle, actor, input: toPageQuery(query, TimeCursor) }),
    )
    const { items, next } = pageOf(rows, query.limit, ({ row }) => [row.at, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })

  route(app, linkJudgementEndpoints.record, async ({ actor, body: input }) => {
    const recorded = await store.transact(contextOf(actor), (handle) =>
      judgeLinks({ handle, actor, input }),
    )
    onJudged()
    return recorded
  })

  route(app, linkJudgementEndpoints.act, async ({ actor, params, body }) => {
    const input = { ...params, action: body.action }
    const judgement = await store.transact(contextOf(actor), (handle) =>
      actOnJudgement({ handle, actor, input }),
    )
    onJudged()
    return judgement
  })

  route(app, linkHubEndpoints.act, async ({ actor, params, body }) => {
    const input = { ...params, action: body.action }
    const hub = await store.transact(contextOf(actor), (handle) =>
      actOnHub({ handle, actor, input, sealer }),
    )
    onJudged()
    return hub
  })

  route(app, linkHubEndpoints.list, async ({ actor, query: { limit, after } }) => {
    const input = {
      limit: limit + 1,
      after: after === undefined ? undefined : readCursor(HubPlace, after),
    }
    const rows = await store.transact(contextOf(actor), (handle) =>
      listHubs({ handle, actor, input, sealer }),
    )
    const { items, next } = pageOf(rows, limit, ({ row }) => [row.accounts, row.id])
    return { items: items.map(({ shown }) => shown), next }
  })
}
