import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'

/** Smaller counts are withheld. */
export const leastPublishedCount = 10
/** Days after a quarter for what is decided of its alarms and reports. */
export const figureDelayDays = 30
/** Completed quarters with figures: their scans are still stored everywhere. */
export const publishedQuarters = 3

const Count = z.int().min(0).nullable()
const Part = z.object({
  count: Count,
  share: z
    .object({ value: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .meta({ description: 'With its Wilson interval at 95 %.' }),
})

const Figures = z.object({
  scans: Count.meta({ description: 'By devices that agreed to be counted, and by shops.' }),
  alarms: Count.meta({ description: 'Codes of which copies were first suspected.' }),
  wrongAlarms: Part.meta({
    description: 'Of these, codes whose holder contested and was cleared.',
  }),
  reports: Count.meta({
    description: 'Reports received of goods or listings that their maker has handled.',
  }),
  upheldReports: Part.meta({
    description: 'Of these, reports that the maker put into a case and did not close as unfounded.',
  }),
})
export type GoodsFigures = z.infer<typeof Figures>

export const GoodsFiguresView = z
  .object({
    quarters: z.array(
      z.object({
        quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
        total: Figures,
        months: z.array(Figures.extend({ month: z.string().regex(/^\d{4}-\d{2}$/) })).length(3),
      }),
    ),
  })
  .meta({
    id: 'GoodsFiguresView',
    description: `Null is withheld: a count below ${leastPublishedCount}, or one from which such a count would follow.`,
  })
export type GoodsFiguresView = z.infer<typeof GoodsFiguresView>

const description = `Of all makers together, for the last ${publishedQuarters} completed quarters (UTC), each from ${figureDelayDays} days after its end. Counts below ${leastPublishedCount} are withheld, and so are those from which one would follow. Up to a day old.`

/** Figures about goods, for everyone. */
export const goodsFigureEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/published-goods-figures',
    summary: 'Retrieve how many scans, alarms, wrong alarms and upheld reports there were',
    description,
    access: 'open',
    response: GoodsFiguresView,
  }),
  csv: endpoint({
    method: 'GET',
    path: '/api/v1/published-goods-figures/csv',
    summary: 'Download the figures about goods as CSV',
    description: `${description} An empty cell is withheld.`,
    access: 'open',
    response: z.string(),
    responseType: 'text/csv',
  }),
} as const
