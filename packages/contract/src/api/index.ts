import type { Endpoint } from './endpoint.ts'
import { listingEndpoints } from './listings.ts'

export * from './endpoint.ts'
export * from './listings.ts'

/** Every address of the HTTP interface, by room. */
export const endpoints = {
  listings: listingEndpoints,
} as const satisfies Record<string, Record<string, Endpoint>>
