import { z } from 'zod'
import { verdicts } from './assessment.ts'
import { families } from './signals.ts'
import { endpoint } from '../api/endpoint.ts'

export const CountedDayView = z
  .object({
    day: z.iso.date().meta({ description: 'In UTC.' }),
    verdicts: z.record(z.enum(verdicts), z.int()),
    unjudged: z.int().meta({ description: 'Stored, but not assessed when the day was counted.' }),
  })
  .meta({ id: 'CountedDayView' })
export type CountedDayView = z.infer<typeof CountedDayView>

export const TrendsView = z
  .object({
    days: z.array(CountedDayView.nullable()).meta({
      description: 'Thirty days, oldest first; null for a day not counted yet.',
    }),
    complete: z.boolean().meta({
      description:
        'False if some days are not counted yet; repeating the request counts more of them.',
    }),
  })
  .meta({ id: 'TrendsView' })
export type TrendsView = z.infer<typeof TrendsView>

const open = z.object({
  count: z.int(),
  more: z.boolean().meta({ description: 'True if there may be more than counted.' }),
})

export const OpenWorkView = z
  .object({
    verdicts: z.record(z.enum(['ask-proof', 'review', 'block']), open),
    brands: z
      .array(open.extend({ brand: z.string(), verdict: z.enum(verdicts) }))
      .meta({ description: 'The largest brands visible to the caller.' }),
    marketplaces: z
      .array(open.extend({ marketplace: z.string(), verdict: z.enum(verdicts) }))
      .meta({ description: 'The largest marketplaces.' }),
    coverage: z
      .object({
        listings: z.int().meta({
          description:
            'The newest assessed listings whose assessment records families without data.',
        }),
        families: z.array(
          z.object({
            family: z.enum(families),
            spoke: z
              .int()
              .meta({ description: 'Listings for which the family had data to assess.' }),
          }),
        ),
      })
      .meta({ description: 'Share of listings that each family of signals could assess.' }),
  })
  .meta({ id: 'OpenWorkView' })
export type OpenWorkView = z.infer<typeof OpenWorkView>

export const overviewEndpoints = {
  trends: endpoint({
    method: 'GET',
    path: '/api/v1/overview/trends',
    summary: 'Count the listings of the last thirty days by verdict',
    description:
      'By the day on which a listing was first seen, and its verdict when the day was counted: once after the day ends, and on every request for today. Covers listings visible to the caller.',
    access: 'listings:read',
    response: TrendsView,
  }),
  work: endpoint({
    method: 'GET',
    path: '/api/v1/overview/work',
    summary: 'Count undecided listings and the coverage of each family of signals',
    description:
      'Based on the newest few thousand undecided listings of each verdict, and the newest few hundred assessed listings.',
    access: 'listings:read',
    response: OpenWorkView,
  }),
  marketplaces: endpoint({
    method: 'GET',
    path: '/api/v1/overview/marketplaces',
    summary: 'List the marketplaces available as listing filters',
    description:
      'Those of the newest 2,000 listings visible to the caller, most frequent first. Others can be filtered by name.',
    access: 'listings:read',
    response: z.object({ marketplaces: z.array(z.string()) }),
  }),
}
