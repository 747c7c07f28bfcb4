import { excludedSiteEndpoints, siteRequestEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { route, type Actor } from '../../access/organisations/index.ts'
import { networkOf } from '../../access/users/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import {
  addRoute,
  pageOf,
  TimeCursor,
  toPageQuery,
  valueCursor,
} from '../../platform/http/index.ts'
import type { Gate } from '../gate/index.ts'
import { requireOperator } from '../saved-watches/index.ts'
import { checkSiteRequest, sendSiteRequest } from './handle-requests.ts'
import { excludeSite, includeSite, readExtract, requireHost } from './manage-excluded-sites.ts'
import { pageOfExcludedSites, pageOfSiteRequests } from './repository.ts'

const Host = valueCursor(z.string().max(253))

/** Endpoints for people of visited sites, and for the operator who answers them. */
export function siteRequestRoutes(
  app: FastifyInstance,
  { store, gate }: { store: Store; gate: Gate },
): void {
  const operate = async <T>(by: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> => {
    requireOperator(by)
    return store.transact({ as: 'operator', actor: { kind: by.kind, id: by.id } }, work)
  }

  addRoute(app, siteRequestEndpoints.send, async ({ body, request }) =>
    sendSiteRequest(store, { ...body, network: networkOf(request.ip) }),
  )

  addRoute(app, siteRequestEndpoints.check, async ({ body: { receipt } }) =>
    checkSiteRequest({ store, gate }, receipt),
  )

  route(app, excludedSiteEndpoints.requests, async ({ actor, query }) => {
    const input = toPageQuery(query, TimeCursor)
    const requests = await operate(actor, (handle) => pageOfSiteRequests(handle, input))
    return pageOf(requests, query.limit, ({ receivedAt, id }) => [receivedAt, id])
  })

  route(app, excludedSiteEndpoints.list, async ({ actor, query }) => {
    const input = toPageQuery(query, Host)
    const sites = await operate(actor, (handle) => pageOfExcludedSites(handle, input))
    return pageOf(sites, query.limit, ({ site }) => [site])
  })

  route(app, excludedSiteEndpoints.exclude, async ({ actor, body }) =>
    operate(actor, (handle) =>
      excludeSite(handle, { site: requireHost(body.site), note: body.note }),
    ),
  )

  route(app, excludedSiteEndpoints.include, async ({ actor, params: { site } }) => {
    await operate(actor, (handle) => includeSite(handle, site))
    return {}
  })

  route(app, excludedSiteEndpoints.extract, async ({ actor, params: { site } }) =>
    operate(actor, (handle) => readExtract(handle, site)),
  )
}
