import { z } from 'zod'
import { endpoint } from '../api/endpoint.ts'
import { verdicts } from '../listings/assessment.ts'
import { isoDate, Money } from '../money.ts'
import { OriginCountView } from './tip-endpoints.ts'
import { HasRates } from './watch-cost-endpoints.ts'
import { WatchBudget, WatchUsageView, watchRunEnds } from './watch-endpoints.ts'

/** What no watch sees. */
export const unwatchedPlaces = [
  'social-networks',
  'live-streams',
  'closed-groups',
  'behind-sign-in',
] as const

const find = {
  listing: z.uuid(),
  title: z.string().nullable(),
  verdict: z.enum(verdicts),
  watch: z.uuid(),
  watchedListing: z.uuid(),
  watchName: z.string(),
}

const finds = <T extends z.ZodType>(item: T) =>
  z.object({
    count: z.int(),
    items: z.array(item).meta({ description: 'The most severe first; at most five.' }),
  })

export const WatchSummaryView = z
  .object({
    day: isoDate.meta({ description: 'In UTC.' }),
    isEmpty: z.boolean().meta({ description: 'True if there is nothing new.' }),
    newFinds: finds(z.object({ ...find, price: Money.nullable() })).meta({
      description: 'Finds that a watch saw for the first time.',
    }),
    priceChanges: finds(
      z.object({
        ...find,
        before: z.string(),
        after: z.string(),
        currency: z.string().nullable(),
      }),
    ).meta({ description: 'Finds whose price changed.' }),
    gone: finds(z.object(find)),
    back: finds(z.object(find)),
    stopped: z
      .array(
        z.object({
          watch: z.uuid(),
          name: z.string(),
          endedBy: z.enum(watchRunEnds),
          message: z.string().nullable().meta({ description: 'Of the last failed visit.' }),
        }),
      )
      .meta({
        description:
          'Watches whose last run did not reach the end of the site, and why. At most ten.',
      }),
    budget: z.object({
      usage: WatchUsageView,
      cost: z.number().meta({ description: 'Of what was used, at the operator’s rates.' }),
      currency: z.string(),
      hasRates: HasRates,
      budgetPerDay: WatchBudget.nullable().meta({ description: 'Of the organisation.' }),
    }),
    confirmed: z
      .object({
        count: z.int(),
        origins: z.array(OriginCountView),
      })
      .meta({
        description:
          'Listings that a person decided to be counterfeit, by their first source: a watch, a tip by its source, or `other`.',
      }),
    notSeen: z
      .array(z.enum(unwatchedPlaces))
      .meta({ description: 'Where no watch looks: finds there come by tips alone.' }),
  })
  .meta({ id: 'WatchSummaryView' })
export type WatchSummaryView = z.infer<typeof WatchSummaryView>

export const SummaryDayView = z
  .object({
    day: isoDate,
    newFinds: z.int(),
    otherChanges: z.int().meta({ description: 'Finds whose price changed, gone or back.' }),
  })
  .meta({ id: 'SummaryDayView' })

export const summaryEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/summaries',
    summary: 'List the last thirty days on which watches found something new, newest first',
    access: 'listings:read',
    response: z.object({ items: z.array(SummaryDayView) }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/summaries/:day',
    summary: 'Retrieve what all watches of the organisation found on a day',
    description:
      'The same that the daily summary by email says of watches. Verdicts and decisions are those of now.',
    access: 'listings:read',
    params: z.strictObject({ day: isoDate }),
    response: WatchSummaryView,
  }),
}
