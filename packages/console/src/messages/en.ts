import reasons from '@touchstone/recognition/locales/en/reasons.json' with { type: 'json' }
import { catalog } from './en/catalog.ts'
import { captures } from './en/captures.ts'
import { cases } from './en/cases.ts'
import { claims } from './en/claims.ts'
import { proceedings } from './en/proceedings.ts'
import { retention } from './en/retention.ts'
import { imports } from './en/import.ts'
import { listings } from './en/listings.ts'
import { offer } from './en/offer.ts'
import { overview } from './en/overview.ts'
import { queue } from './en/queue.ts'
import { pictures } from './en/pictures.ts'
import { sample } from './en/sample.ts'
import { session } from './en/session.ts'
import { shared } from './en/shared.ts'
import { thresholds } from './en/thresholds.ts'

export const english = {
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
}

export const en = { name: 'English', reviewed: true, messages: english, reasons }
