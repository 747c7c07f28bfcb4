import { z } from 'zod'
import { text } from '../text.ts'
import { EmptyView, endpoint } from '../api/endpoint.ts'
import { ListingFilters, listingOrders } from './listing-endpoints.ts'

/** Filters and order of a view; words may name a seller, whose erasure would not find them here. */
export const ViewQuery = ListingFilters.omit({ search: true })
  .extend({ sort: z.enum(listingOrders).default('newest') })
  .meta({ id: 'ViewQuery' })
export type ViewQuery = z.infer<typeof ViewQuery>

const ViewName = text(100)

const shared = z.boolean().meta({ description: 'True if colleagues see it too.' })

export const SavedView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    shared,
    own: z.boolean().meta({ description: 'True if it belongs to the caller.' }),
    mayChange: z.boolean().meta({
      description: 'The owner may change a view; admins may change shared views.',
    }),
    query: ViewQuery,
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>

export const SavedViewInput = z
  .strictObject({ name: ViewName, shared: shared.default(false), query: ViewQuery })
  .meta({ id: 'SavedViewInput' })

export const SavedViewChangeInput = z
  .strictObject({ name: ViewName, shared, query: ViewQuery })
  .partial()
  .meta({ id: 'SavedViewChangeInput' })

const OneView = z.strictObject({ id: z.string() })

export const viewEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/saved-views',
    summary: 'List the caller’s saved views and those shared by colleagues',
    access: 'person',
    response: z.object({ items: z.array(SavedView) }),
  }),
  save: endpoint({
    method: 'POST',
    path: '/api/v1/saved-views',
    summary: 'Save a view; at most 100 per person',
    access: 'person',
    body: SavedViewInput,
    response: SavedView,
    statuses: [201],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/saved-views/:id',
    summary: 'Update a view: rename it, share it or replace its filters',
    access: 'person',
    params: OneView,
    body: SavedViewChangeInput,
    response: SavedView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/saved-views/:id',
    summary: 'Delete a view',
    access: 'person',
    params: OneView,
    response: EmptyView,
  }),
}
