import reasons from '@touchstone/recognition/locales/zh/reasons.json' with { type: 'json' }
import type { Catalogue } from './catalogue.ts'
import { catalog } from './zh/catalog.ts'
import { captures } from './zh/captures.ts'
import { cases } from './zh/cases.ts'
import { claims } from './zh/claims.ts'
import { proceedings } from './zh/proceedings.ts'
import { retention } from './zh/retention.ts'
import { imports } from './zh/import.ts'
import { listings } from './zh/listings.ts'
import { offer } from './zh/offer.ts'
import { overview } from './zh/overview.ts'
import { queue } from './zh/queue.ts'
import { pictures } from './zh/pictures.ts'
import { sample } from './zh/sample.ts'
import { session } from './zh/session.ts'
import { shared } from './zh/shared.ts'
import { thresholds } from './zh/thresholds.ts'

export const zh: Catalogue = {
  name: '简体中文',
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
