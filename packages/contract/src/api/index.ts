import { decisionEndpoints } from './decisions.ts'
import type { Endpoint } from './endpoint.ts'
import { listingEndpoints } from './listings.ts'
import { webhookEndpoints } from './webhooks.ts'

export * from './decisions.ts'
export * from './endpoint.ts'
export * from './listings.ts'
export * from './webhooks.ts'

/** Every address of the HTTP interface, by room. */
export const endpoints = {
  listings: listingEndpoints,
  decisions: decisionEndpoints,
  webhooks: webhookEndpoints,
} as const satisfies Record<string, Record<string, Endpoint>>
