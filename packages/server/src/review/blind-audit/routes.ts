import { blindAuditEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, organisationOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { requestFit, listFits, readWeights } from './weight-fits.ts'
import { exportLabels } from './labels.ts'
import { assignNextItem, annotateItem } from './annotate.ts'
import { readResults } from './results.ts'
import {
  drawSample,
  listSamples,
  readFrame,
  readSettings,
  setSettings,
  type ServiceInput,
} from './manage-samples.ts'

export type BlindAuditRoutesOptions = {
  store: Store
  /** Brand names known to the current engine. */
  names: () => BrandNames
  /** The engine whose assessments are shown. */
  engine: () => string
}

type NamesAndEngine = { names: BrandNames; engine: string }

/** Adds the routes that measure errors by audit samples. */
export function blindAuditRoutes(app: FastifyInstance, options: BlindAuditRoutesOptions): void {
  const { store, names, engine } = options
  const run = <T>(
    actor: Actor,
    work: (options: ServiceInput & NamesAndEngine) => Promise<T>,
  ): Promise<T> =>
    store.transact(contextOf(actor), (handle) =>
      work({
        handle,
        actor,
        organisationId: organisationOf(actor),
        names: names(),
        engine: engine(),
      }),
    )

  route(app, blindAuditEndpoints.settings, async ({ actor }) => run(actor, readSettings))

  route(app, blindAuditEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (options) => setSettings({ ...options, input })),
  )

  route(app, blindAuditEndpoints.draw, async ({ actor, body, reply }) => {
    const input = { ...body, now: Date.now() }
    const { sample, isNew } = await run(actor, (options) => drawSample({ ...options, input }))
    reply.status(isNew ? 201 : 200)
    return sample
  })

  route(app, blindAuditEndpoints.samples, async ({ actor }) => ({
    items: await run(actor, listSamples),
  }))

  route(app, blindAuditEndpoints.frame, async ({ actor, params: input, reply }) => {
    const text = await run(actor, (options) => readFrame({ ...options, input }))
    return reply.type('text/plain; charset=utf-8').send(text)
  })

  route(app, blindAuditEndpoints.next, async ({ actor }) => run(actor, assignNextItem))

  route(app, blindAuditEndpoints.read, async ({ actor, params, body }) =>
    run(actor, (options) => annotateItem({ ...options, input: { ...params, ...body } })),
  )

  route(app, blindAuditEndpoints.results, async ({ actor, query: input }) =>
    run(actor, (options) => readResults({ ...options, input })),
  )

  route(app, blindAuditEndpoints.labels, async ({ actor, reply }) => {
    const text = await run(actor, exportLabels)
    return reply.type('application/x-ndjson').send(text)
  })

  route(app, blindAuditEndpoints.fit, async ({ actor }) => run(actor, requestFit))

  route(app, blindAuditEndpoints.fits, async ({ actor }) => ({ items: await run(actor, listFits) }))

  route(app, blindAuditEndpoints.weights, async ({ actor, params: input }) =>
    run(actor, (options) => readWeights({ ...options, input })),
  )
}
