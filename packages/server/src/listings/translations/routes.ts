import { translationEndpoints } from '@touchstone/contract'
import { GlossReader } from '@touchstone/recognition'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import type { TranslationServiceConfig } from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { PostOptions } from '../../platform/outbound/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import { requireVisibleListing } from '../queue/index.ts'
import { glossListing } from './gloss-listing.ts'
import { readTranslationService, setServiceConsent } from './service-consent.ts'
import { addTranslation, listTranslations, removeTranslation } from './manage-translations.ts'
import { translateListing } from './translate-listing.ts'
import { openTranslationService } from './translation-service.ts'

export type TranslationRoutesOptions = {
  store: Store
  /** The name of the current engine. */
  engine: () => string
  /** The brand names that the engine knows now. */
  names: () => BrandNames
  /** The operator's translation service, if any. */
  translation?: TranslationServiceConfig | undefined
  outbound?: Pick<PostOptions, 'allow' | 'lookup' | 'totalMilliseconds'>
}

/** Endpoints for translations of listings. */
export function translationRoutes(app: FastifyInstance, options: TranslationRoutesOptions): void {
  const { store, engine, names, translation, outbound } = options
  const service = translation && openTranslationService(translation, outbound)
  const reader = compiledOnce()

  route(app, translationEndpoints.list, async ({ actor, params: input }) => ({
    items: await store.transact(contextOf(actor), (handle) =>
      listTranslations({ handle, actor, input }),
    ),
  }))

  route(app, translationEndpoints.add, async ({ actor, params: { id }, body: given }) =>
    store.transact(contextOf(actor), (handle) =>
      addTranslation({ handle, actor, input: { id, given } }),
    ),
  )

  route(app, translationEndpoints.remove, async ({ actor, params: input }) => {
    await store.transact(contextOf(actor), (handle) => removeTranslation({ handle, actor, input }))
    return {}
  })

  route(app, translationEndpoints.gloss, async ({ actor, params: input, query: { language } }) => {
    const { shown } = await store.transact(contextOf(actor), (handle) =>
      requireVisibleListing({ handle, actor, names: names(), engine: engine(), input }),
    )
    const { version, listing, assessment } = shown
    return glossListing({ reader: await reader(), version, listing, assessment, language })
  })

  route(app, translationEndpoints.translate, async ({ actor, params, body, reply }) => {
    const { translation: made, isNew } = await translateListing({
      store,
      actor,
      service,
      names: names(),
      engine: engine(),
      input: { ...params, ...body },
    })
    reply.code(isNew ? 201 : 200)
    return made
  })

  route(app, translationEndpoints.service, async ({ actor }) =>
    store.transact(contextOf(actor), (handle) =>
      readTranslationService({ handle, actor, service }),
    ),
  )

  route(app, translationEndpoints.setService, async ({ actor, body: { action: input } }) =>
    store.transact(contextOf(actor), (handle) =>
      setServiceConsent({ handle, actor, service, input }),
    ),
  )
}

/** The vocabularies, compiled when they are first needed, without delaying others. */
function compiledOnce(): () => Promise<GlossReader> {
  let compiling: Promise<GlossReader> | undefined
  return () => (compiling ??= runInSlices(GlossReader.compile(), 'interactive'))
}
