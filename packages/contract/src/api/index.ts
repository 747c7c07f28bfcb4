import { catalogEndpoints } from './catalog.ts'
import type { Endpoint } from './endpoint.ts'
import { listingEndpoints } from './listings.ts'
import { memberEndpoints, organisationEndpoints, sessionEndpoints } from './people.ts'

export * from './catalog.ts'
export * from './endpoint.ts'
export * from './listings.ts'
export * from './people.ts'

/** Every address of the HTTP interface, by room. */
export const endpoints = {
  catalog: catalogEndpoints,
  listings: listingEndpoints,
  members: memberEndpoints,
  organisation: organisationEndpoints,
  sessions: sessionEndpoints,
} as const satisfies Record<string, Record<string, Endpoint>>
