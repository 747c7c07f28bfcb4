import { qualityEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, organisationOf, route, type Actor } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { askForFit, listFits, readWeights } from './weight-fits.ts'
import { exportLabels } from './labels.ts'
import { nextItem, readItem } from './annotate.ts'
import { qualityOf } from './results.ts'
import {
  drawSample,
  listSamples,
  readFrame,
  readSettings,
  setSettings,
  type Asked,
} from './service.ts'

export type QualityRoutesOptions = {
  store: Store
  /** The names of the brands that the engine knows now. */
  names: () => BrandNames
  /** The engine whose assessments are shown. */
  engine: () => string
}

type Known = { names: BrandNames; engine: string }

/** The addresses under which error is measured by lot. */
export function qualityRoutes(app: FastifyInstance, options: QualityRoutesOptions): void {
  const { store, names, engine } = options
  const run = <T>(actor: Actor, work: (asked: Asked & Known) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), (handle) =>
      work({
        handle,
        actor,
        organisationId: organisationOf(actor),
        names: names(),
        engine: engine(),
      }),
    )

  route(app, qualityEndpoints.settings, async ({ actor }) => run(actor, readSettings))

  route(app, qualityEndpoints.set, async ({ actor, body: input }) =>
    run(actor, (asked) => setSettings({ ...asked, input })),
  )

  route(app, qualityEndpoints.draw, async ({ actor, body, reply }) => {
    const input = { ...body, now: Date.now() }
    const { sample, isNew } = await run(actor, (asked) => drawSample({ ...asked, input }))
    reply.status(isNew ? 201 : 200)
    return sample
  })

  route(app, qualityEndpoints.samples, async ({ actor }) => ({
    items: await run(actor, listSamples),
  }))

  route(app, qualityEndpoints.frame, async ({ actor, params: input, reply }) => {
    const text = await run(actor, (asked) => readFrame({ ...asked, input }))
    return reply.type('text/plain; charset=utf-8').send(text)
  })

  route(app, qualityEndpoints.next, async ({ actor }) => run(actor, nextItem))

  route(app, qualityEndpoints.read, async ({ actor, params, body }) =>
    run(actor, (asked) => readItem({ ...asked, input: { ...params, ...body } })),
  )

  route(app, qualityEndpoints.results, async ({ actor, query: input }) =>
    run(actor, (asked) => qualityOf({ ...asked, input })),
  )

  route(app, qualityEndpoints.labels, async ({ actor, reply }) => {
    const text = await run(actor, exportLabels)
    return reply.type('application/x-ndjson').send(text)
  })

  route(app, qualityEndpoints.fit, async ({ actor }) => run(actor, askForFit))

  route(app, qualityEndpoints.fits, async ({ actor }) => ({ items: await run(actor, listFits) }))

  route(app, qualityEndpoints.weights, async ({ actor, params: input }) =>
    run(actor, (asked) => readWeights({ ...asked, input })),
  )
}
