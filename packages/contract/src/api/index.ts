import { catalogEndpoints } from './catalog.ts'
import { decisionEndpoints } from './decisions.ts'
import type { Endpoint } from './endpoint.ts'
import { claimEndpoints } from './claims.ts'
import { listingEndpoints } from './listings.ts'
import { memberEndpoints, organisationEndpoints, sessionEndpoints } from './people.ts'
import { retentionEndpoints } from './retention.ts'
import { sampleEndpoints } from './sample.ts'
import { webhookEndpoints } from './webhooks.ts'

export * from './catalog.ts'
export * from './decisions.ts'
export * from './claims.ts'
export * from './endpoint.ts'
export * from './listings.ts'
export * from './people.ts'
export * from './retention.ts'
export * from './sample.ts'
export * from './webhooks.ts'

/** Every address of the HTTP interface, by room. */
export const endpoints = {
  catalog: catalogEndpoints,
  claims: claimEndpoints,
  listings: listingEndpoints,
  members: memberEndpoints,
  organisation: organisationEndpoints,
  sessions: sessionEndpoints,
  decisions: decisionEndpoints,
  retention: retentionEndpoints,
  sample: sampleEndpoints,
  webhooks: webhookEndpoints,
} as const satisfies Record<string, Record<string, Endpoint>>
