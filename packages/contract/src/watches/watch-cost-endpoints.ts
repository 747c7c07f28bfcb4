import { z } from 'zod'
import { EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { isoDate } from '../money.ts'
import { text } from '../text.ts'
import { OriginCountView } from './tip-endpoints.ts'
import { CostAmount, WatchUsageView } from './watch-endpoints.ts'

const rate = (description: string) => CostAmount.meta({ description })

/** What the operator charges, or pays. */
export const WatchRates = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .meta({ description: 'ISO 4217.' }),
    perThousandRequests: rate('Per 1,000 requests.'),
    perGibibyte: rate('Per 1,073,741,824 bytes received.'),
    perProcessorHour: rate('Per hour of processor time.'),
    perPersonHour: rate('Per hour that people logged.'),
  })
  .meta({ id: 'WatchRates' })
export type WatchRates = z.infer<typeof WatchRates>

export const HasRates = z.boolean().meta({
  description:
    'False while all of the operator’s rates are 0: costs are then the fees of others alone, if there are any.',
})

/** Cost divided by a count, as a range. */
export const CostEachView = z
  .object({
    count: z.int(),
    from: z.number().nullable(),
    to: z.number().nullable().meta({
      description: 'Null if the count is too small for an upper limit.',
    }),
  })
  .meta({
    id: 'CostEachView',
    description:
      'The cost divided by the limits of the 95% interval of the count, which is a sample of what the site holds (Poisson, Byar’s approximation). Null without any cost for the lower limit.',
  })
export type CostEachView = z.infer<typeof CostEachView>

const figures = {
  usage: WatchUsageView,
  minutes: z.int().meta({ description: 'Minutes that people logged.' }),
  cost: z.number().meta({ description: 'All of it at the operator’s rates.' }),
  perListing: CostEachView.meta({ description: 'Per listing seen for the first time.' }),
  perFind: CostEachView.meta({
    description: 'Per find: a listing whose verdict is `review` or `block`.',
  }),
  perConfirmedFind: CostEachView.meta({
    description: 'Per find that a person decided to be counterfeit.',
  }),
}

export const WatchCostsView = z
  .object({
    currency: z.string(),
    hasRates: HasRates,
    total: z.object(figures),
    items: z
      .array(
        z.object({
          key: z.string().meta({
            description: 'Id of the watch, host of the site, query, or month as 2026-11.',
          }),
          name: z.string(),
          ...figures,
        }),
      )
      .meta({ description: 'The costliest first; at most 500.' }),
    confirmedBy: z.array(OriginCountView).meta({
      description:
        'All finds of the organisation confirmed in the period, by their first source: what watches did not find is among them.',
    }),
  })
  .meta({ id: 'WatchCostsView' })
export type WatchCostsView = z.infer<typeof WatchCostsView>

export const watchCostGroups = ['watch', 'site', 'query', 'month'] as const
export type WatchCostGroup = (typeof watchCostGroups)[number]

const period = {
  from: isoDate.optional().meta({ description: 'First day; by default 12 months ago.' }),
  to: isoDate.optional().meta({ description: 'Last day; by default today.' }),
}

export const WatchLedgerEntryView = z
  .object({
    day: isoDate,
    run: z.uuid(),
    query: z.string().meta({ description: 'Empty if the watch searches for no query.' }),
    usage: WatchUsageView,
    listings: z.int().meta({ description: 'Listings seen for the first time.' }),
  })
  .meta({ id: 'WatchLedgerEntryView' })

export const WatchTimeEntryView = z
  .object({
    id: z.uuid(),
    day: isoDate,
    minutes: z.int(),
    note: z.string().nullable(),
    person: z.uuid().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'WatchTimeEntryView' })

const WatchTimeEntryInput = z
  .strictObject({
    day: isoDate,
    minutes: z.int().min(1).max(1440),
    note: text(500).optional(),
  })
  .meta({ id: 'WatchTimeEntryInput' })

const OneWatch = z.strictObject({ id: z.string() })

export const watchCostEndpoints = {
  costs: endpoint({
    method: 'GET',
    path: '/api/v1/watch-costs',
    summary: 'Retrieve the costs of watches and what each find cost',
    description:
      'A listing counts for the watch, site, query and month in which a watch saw it first.',
    access: 'listings:read',
    query: z.strictObject({
      by: z.enum(watchCostGroups).default('watch'),
      watch: z.uuid().optional(),
      ...period,
    }),
    response: WatchCostsView,
  }),
  ledger: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/ledger',
    summary: 'List what the runs of a watch used, by run and query, newest first',
    access: 'listings:read',
    params: OneWatch,
    query: PageQuery,
    response: pageOf(WatchLedgerEntryView),
  }),
  timeEntries: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/time-entries',
    summary: 'List the minutes logged for a watch, newest first',
    access: 'listings:read',
    params: OneWatch,
    query: PageQuery,
    response: pageOf(WatchTimeEntryView),
  }),
  logTime: endpoint({
    method: 'POST',
    path: '/api/v1/watches/:id/time-entries',
    summary: 'Log minutes that people spent on a watch',
    access: 'person',
    params: OneWatch,
    body: WatchTimeEntryInput,
    response: WatchTimeEntryView,
    statuses: [201],
  }),
  removeTime: endpoint({
    method: 'DELETE',
    path: '/api/v1/watches/:id/time-entries/:entry',
    summary: 'Delete logged minutes, as their author or an admin',
    access: 'person',
    params: OneWatch.extend({ entry: z.string() }),
    response: EmptyView,
  }),
}
