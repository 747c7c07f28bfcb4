import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'

/** What a search finds, in this order. */
export const searchKinds = ['listing', 'seller', 'case', 'notice', 'brand'] as const
export type SearchKind = (typeof searchKinds)[number]

/** Newest listings whose titles are searched; all are found by ID and address. */
export const searchedListings = 5000

export const SearchHitView = z
  .object({
    kind: z.enum(searchKinds),
    id: z.string(),
    title: z.string().meta({
      description: 'Title of the listing or case, or name of the seller or brand.',
    }),
    detail: z.string().nullable().meta({
      description: 'Marketplace and ID of a listing or seller; state of a notice or case.',
    }),
  })
  .meta({ id: 'SearchHitView' })
export type SearchHitView = z.infer<typeof SearchHitView>

export const searchEndpoints = {
  find: endpoint({
    method: 'GET',
    path: '/api/v1/search-hits',
    summary: 'Search listings, sellers, cases, notices and brands',
    description: `Finds listings by ID, by address and by words of the title (among the newest ${searchedListings} visible to the caller); sellers by name and ID, cases by title, notices by the title of their case or the ID of a listing, brands by name and ID. The newest come first.`,
    access: 'person',
    records: true,
    query: z.strictObject({
      search: text(200),
      limit: z.coerce.number().int().min(1).max(10).default(5).meta({
        description: 'Most hits of each kind.',
      }),
    }),
    response: z.object({ items: z.array(SearchHitView) }),
  }),
} as const
