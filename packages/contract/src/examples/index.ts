import type { endpoints } from '../api/index.ts'
import { catalogExamples } from './catalog.ts'
import { claimExamples } from './claims.ts'
import type { ExamplesOf } from './example.ts'
import { decisionExamples, listingExamples } from './listings.ts'
import { memberExamples, organisationExamples, sessionExamples } from './people.ts'
import { retentionExamples } from './retention.ts'
import { sampleExamples } from './sample.ts'
import { webhookExamples } from './webhooks.ts'

export { callers, type AnyExample, type Caller } from './example.ts'
export { samples } from './samples.ts'

type Rooms = typeof endpoints

/** Examples of every address, by room; they work one after the other, in this order. */
export const examples: { readonly [R in keyof Rooms]: ExamplesOf<Rooms[R]> } = {
  catalog: catalogExamples,
  claims: claimExamples,
  listings: listingExamples,
  decisions: decisionExamples,
  webhooks: webhookExamples,
  retention: retentionExamples,
  sample: sampleExamples,
  members: memberExamples,
  organisation: organisationExamples,
  sessions: sessionExamples,
}
