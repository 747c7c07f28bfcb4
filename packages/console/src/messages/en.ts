import { accountability } from './en/accountability.ts'
import { audit } from './en/audit.ts'
import { catalog } from './en/catalog.ts'
import { captures } from './en/captures.ts'
import { cases } from './en/cases.ts'
import { casework } from './en/casework.ts'
import { claims } from './en/claims.ts'
import { notices } from './en/notices.ts'
import { proceedings } from './en/proceedings.ts'
import { webhooks } from './en/webhooks.ts'
import { retention } from './en/retention.ts'
import { installation } from './en/installation.ts'
import { imports } from './en/import.ts'
import { lexicon } from './en/lexicon.ts'
import { listings } from './en/listings.ts'
import { offer } from './en/offer.ts'
import { overview } from './en/overview.ts'
import { people } from './en/people.ts'
import { queue } from './en/queue.ts'
import { pictures } from './en/pictures.ts'
import { quality } from './en/quality.ts'
import { sample } from './en/sample.ts'
import { sentences } from './en/sentences.ts'
import { session } from './en/session.ts'
import { shared } from './en/shared.ts'
import { thresholds } from './en/thresholds.ts'

export const english = {
  ...shared,
  ...session,
  ...sample,
  ...sentences,
  ...listings,
  ...queue,
  ...offer,
  ...catalog,
  ...claims,
  ...webhooks,
  ...retention,
  ...installation,
  ...imports,
  ...people,
  ...audit,
  ...overview,
  ...lexicon,
  ...thresholds,
  ...quality,
  ...pictures,
  ...cases,
  ...casework,
  ...captures,
  ...notices,
  ...proceedings,
  ...accountability,
}

export const en = { name: 'English', reviewed: true, messages: english }
