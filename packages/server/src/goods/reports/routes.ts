import { reportEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import { sendImage } from '../../images/pipeline/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { addRoute, Moment, pageOf, toPageQuery } from '../../platform/http/index.ts'
import { actOnReport } from './act-on-report.ts'
import { addToReport, eraseReport, followReport } from './follow-report.ts'
import { listReports, readReport, readReportPhoto, toListedReportView } from './read-reports.ts'
import { safetyContacts } from './safety-contacts.ts'
import { sendReport } from './send-report.ts'

const Place = z
  .tuple([z.int().min(0).max(2), z.int().min(0), Moment, z.uuid()])
  .transform(([danger, sources, at, id]) => ({ danger, sources, at, id }))

/** Endpoints for buyers who report goods or listings, and for makers who answer them. */
export function reportRoutes(
  app: FastifyInstance,
  { store, sealer }: { store: Store; sealer: Sealer },
): void {
  addRoute(app, reportEndpoints.safetyContacts, async () => ({ items: safetyContacts }))

  addRoute(app, reportEndpoints.send, async ({ body: input, request }) =>
    sendReport({ store, sealer, input, address: request.ip }),
  )
  addRoute(app, reportEndpoints.follow, async ({ body: { receipt } }) =>
    followReport({ store, sealer, receipt }),
  )
  addRoute(app, reportEndpoints.add, async ({ body }) => addToReport({ store, sealer, ...body }))
  addRoute(app, reportEndpoints.erase, async ({ body: { receipt } }) => {
    await eraseReport({ store, sealer, receipt })
    return {}
  })

  route(app, reportEndpoints.list, async ({ actor, query }) => {
    const { state, case: caseId } = query
    const input = { ...toPageQuery(query, Place), state, caseId }
    const reports = await store.transact(contextOf(actor), (handle) =>
      listReports({ handle, actor, input }),
    )
    const { items, next } = pageOf(reports, query.limit, (row) => [
      row.danger,
      row.sources,
      row.receivedAt,
      row.id,
    ])
    return { items: items.map(toListedReportView), next }
  })

  route(app, reportEndpoints.read, async ({ actor, params: { id } }) =>
    store.transact(contextOf(actor), (handle) => readReport({ handle, actor, id })),
  )
  route(app, reportEndpoints.photo, async ({ actor, params: { id, place }, reply }) => {
    const bytes = await store.transact(contextOf(actor), (handle) =>
      readReportPhoto({ handle, actor, sealer, id, place: Number(place) }),
    )
    return sendImage(reply, bytes, 'image/jpeg', 'no-store')
  })
  route(app, reportEndpoints.act, async ({ actor, params: { id }, body: input }) =>
    store.transact(contextOf(actor), (handle) => actOnReport({ handle, actor, id, input })),
  )
}
