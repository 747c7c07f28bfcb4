import { z } from 'zod'
import { text } from '../text.ts'
import { Done, endpoint } from '../api/endpoint.ts'
import { ListingFilters, listingOrders } from './listing-endpoints.ts'

/** What a view shows, and in which order. */
export const ViewQuery = ListingFilters.extend({
  sort: z.enum(listingOrders).default('newest'),
}).meta({ id: 'ViewQuery' })
export type ViewQuery = z.infer<typeof ViewQuery>

const ViewName = text(100)

const shared = z.boolean().meta({ description: 'True where colleagues see it too.' })

export const SavedView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    shared,
    own: z.boolean().meta({ description: 'True where the caller keeps it.' }),
    mayChange: z.boolean().meta({
      description: 'Who keeps a view changes it; an admin those that are shared.',
    }),
    query: ViewQuery,
    changedAt: z.iso.datetime(),
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>

export const NewView = z
  .strictObject({ name: ViewName, shared: shared.default(false), query: ViewQuery })
  .meta({ id: 'NewView' })

export const ViewChange = z
  .strictObject({ name: ViewName, shared, query: ViewQuery })
  .partial()
  .meta({ id: 'ViewChange' })

const OneView = z.strictObject({ id: z.string() })

export const viewEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/views',
    summary: 'Lists the views of the offers that the caller keeps, and those that colleagues share',
    access: 'person',
    answer: z.object({ items: z.array(SavedView) }),
  }),
  save: endpoint({
    method: 'POST',
    path: '/api/v1/views',
    summary: 'Keeps a view under a name; a hundred for each person',
    access: 'person',
    body: NewView,
    answer: SavedView,
    statuses: [201],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/views/:id',
    summary: 'Renames a view, shares it, or keeps other filters under its name',
    access: 'person',
    params: OneView,
    body: ViewChange,
    answer: SavedView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/views/:id',
    summary: 'Removes a view',
    access: 'person',
    params: OneView,
    answer: Done,
  }),
}
