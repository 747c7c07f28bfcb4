import { z } from 'zod'
import { families, verdicts } from './assessment.ts'
import { endpoint } from '../api/endpoint.ts'

export const CountedDay = z
  .object({
    day: z.iso.date().meta({ description: 'In UTC.' }),
    verdicts: z.record(z.enum(verdicts), z.int()),
    unjudged: z.int().meta({ description: 'Kept, and not judged when the day was counted.' }),
  })
  .meta({ id: 'CountedDay' })
export type CountedDay = z.infer<typeof CountedDay>

export const Trends = z
  .object({
    days: z.array(CountedDay.nullable()).meta({
      description: 'Thirty, the oldest first; null for one that is not counted yet.',
    }),
    complete: z.boolean().meta({
      description: 'False where days are still to be counted: asking again counts further ones.',
    }),
  })
  .meta({ id: 'Trends' })
export type Trends = z.infer<typeof Trends>

const open = z.object({
  count: z.int(),
  more: z.boolean().meta({ description: 'True where there may be more than were counted.' }),
})

export const OpenWork = z
  .object({
    verdicts: z.record(z.enum(['ask-proof', 'review', 'block']), open),
    brands: z
      .array(open.extend({ brand: z.string(), verdict: z.enum(verdicts) }))
      .meta({ description: 'The largest, of the brands that the caller is shown.' }),
    marketplaces: z
      .array(open.extend({ marketplace: z.string(), verdict: z.enum(verdicts) }))
      .meta({ description: 'The largest.' }),
    coverage: z
      .object({
        offers: z.int().meta({
          description: 'The newest judged offers whose assessment tells what was silent.',
        }),
        families: z.array(
          z.object({
            family: z.enum(families),
            spoke: z.int().meta({ description: 'Offers on which it had something to judge by.' }),
          }),
        ),
      })
      .meta({ description: 'On what share of the offers each family of signals could speak.' }),
  })
  .meta({ id: 'OpenWork' })
export type OpenWork = z.infer<typeof OpenWork>

export const overviewEndpoints = {
  trends: endpoint({
    method: 'GET',
    path: '/api/v1/overview/trends',
    summary: 'Counts the offers of the last thirty days by their verdicts',
    description:
      'By the day on which an offer was first seen, and its verdict when the day was counted: once it was over, and today each time. Of the offers that the caller may see.',
    access: 'listings:read',
    answer: Trends,
  }),
  work: endpoint({
    method: 'GET',
    path: '/api/v1/overview/work',
    summary: 'Counts what is left to be decided, and what each family of signals could judge',
    description:
      'Of the newest some thousand undecided offers of each verdict, and the newest few hundred judged ones.',
    access: 'listings:read',
    answer: OpenWork,
  }),
  marketplaces: endpoint({
    method: 'GET',
    path: '/api/v1/overview/marketplaces',
    summary: 'Names the marketplaces by which offers can be filtered',
    description:
      'Those of the newest two thousand offers that the caller may see, the most frequent first. Others can be asked for by their names.',
    access: 'listings:read',
    answer: z.object({ marketplaces: z.array(z.string()) }),
  }),
}
