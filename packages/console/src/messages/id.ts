import reasons from '@touchstone/recognition/locales/id/reasons.json' with { type: 'json' }
import type { Catalogue } from './catalogue.ts'
import { catalog } from './id/catalog.ts'
import { captures } from './id/captures.ts'
import { cases } from './id/cases.ts'
import { claims } from './id/claims.ts'
import { proceedings } from './id/proceedings.ts'
import { retention } from './id/retention.ts'
import { imports } from './id/import.ts'
import { listings } from './id/listings.ts'
import { offer } from './id/offer.ts'
import { overview } from './id/overview.ts'
import { queue } from './id/queue.ts'
import { pictures } from './id/pictures.ts'
import { sample } from './id/sample.ts'
import { session } from './id/session.ts'
import { shared } from './id/shared.ts'
import { thresholds } from './id/thresholds.ts'

export const id: Catalogue = {
  name: 'Bahasa Indonesia',
  reviewed: false,
  messages: {
    ...shared,
    ...session,
    ...sample,
    ...listings,
    ...queue,
    ...offer,
    ...catalog,
    ...claims,
    ...retention,
    ...imports,
    ...overview,
    ...thresholds,
    ...pictures,
    ...cases,
    ...captures,
    ...proceedings,
  },
  reasons,
}
