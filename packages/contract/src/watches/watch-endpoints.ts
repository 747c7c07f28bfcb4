import { z } from 'zod'
import { action, actionInput, ExpectedVersion, Version } from '../api/action.ts'
import { EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { BrowserRules } from './browser-rules.ts'

const time = z.iso.datetime()
const BrandId = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]*$/)

/** An amount in the currency of the operator’s rates. */
export const CostAmount = z.number().min(0).max(1_000_000_000)

/** What a watch may use. Nothing exceeds it. */
export const WatchBudget = z
  .strictObject({
    requests: z
      .int()
      .min(0)
      .max(1_000_000)
      .meta({ description: 'Requests to the site, those of robots.txt and redirects included.' }),
    bytes: z.int().min(0).max(1_000_000_000_000),
    processorSeconds: z.number().min(0).max(1_000_000),
    cost: CostAmount.nullable().meta({
      description: 'At the operator’s rates and in their currency; null for no limit.',
    }),
  })
  .meta({ id: 'WatchBudget' })
export type WatchBudget = z.infer<typeof WatchBudget>

/** What was used, counted at the gate. */
export const WatchUsageView = z
  .object({
    requests: z.int(),
    bytes: z.int(),
    processorSeconds: z.number(),
    fees: z.number().meta({ description: 'Fees of interfaces that charge for each call.' }),
  })
  .meta({ id: 'WatchUsageView' })

export const connectorNames = [
  'shop',
  'feed',
  'browser-rules',
  'ebay-browse',
  'sample-market',
] as const
/** Of those that come with Touchstone; the operator may add others. */
export type ConnectorName = (typeof connectorNames)[number]

const connector = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/)
  .meta({ description: 'Kind of site, as listed by `/connectors`.', examples: [...connectorNames] })

/** Kind of site that a watch can visit. */
export const ConnectorView = z
  .object({
    name: connector,
    needs: z.string().meta({ description: 'What a site must have.' }),
    hosts: z.string().meta({ description: 'Which hosts it visits.' }),
    terms: z.string().meta({ description: 'What to check in the terms of a site before a watch.' }),
    searches: z.boolean().meta({
      description: 'True if the address may contain `{query}`: each query is then searched for.',
    }),
    feePerCall: z.number().meta({
      description: 'What the site charges for each call, in the currency of the operator’s rates.',
    }),
  })
  .meta({ id: 'ConnectorView' })

const Site = text(2000).meta({
  description:
    'Address of the shop or the feed. `{query}` in the address of a shop marks the place for each of the queries, as in https://shop.example/search?q={query}.',
})
const rules = BrowserRules.nullable().meta({
  description:
    'For the connector `browser-rules`, and null for others: where pages show their listings.',
})
/** The most queries of a watch. */
export const maxWatchQueries = 50
const queries = z
  .array(text(200))
  .max(maxWatchQueries)
  .meta({ description: 'Required if the address contains `{query}`; otherwise empty.' })
const intervalMinutes = z
  .int()
  .min(15)
  .max(43_200)
  .meta({ description: 'From the start of one run to the start of the next.' })

const capturesPerDay = z.int().min(0).max(100).meta({
  description:
    'Captures of finds that the watch may request in a day (UTC): when one changed or is back, or when its site drops listings. 0 for none. A capture opens the page in a browser, with its pictures, in a turn of the site like any visit, and is not part of the other budgets.',
})

export const watchStates = ['active', 'stopped'] as const

/** Why a run ended. */
export const watchRunEnds = [
  'end',
  'requests',
  'bytes',
  'processor-seconds',
  'cost',
  'blocked',
  'pause',
  'failures',
  'stopped',
] as const
export type WatchRunEnd = (typeof watchRunEnds)[number]

export const WatchRunView = z
  .object({
    id: z.uuid(),
    trigger: z.enum(['schedule', 'request']),
    startedAt: time,
    endedAt: time.nullable().meta({ description: 'Null while it runs.' }),
    endedBy: z.enum(watchRunEnds).nullable().meta({
      description:
        '`end`: the site was walked to its end. `requests`, `bytes`, `processor-seconds`, `cost`: that budget is spent. `blocked`: the site turned the visit away. `pause`: the site may not be asked again before `retryAt`. `failures`: too many visits failed in a row. `stopped`: a person stopped it.',
    }),
    retryAt: time.nullable(),
    budget: WatchBudget.meta({
      description: 'Reserved at the start; what was left of it was returned at the end.',
    }),
    usage: WatchUsageView,
    listings: z.object({
      seen: z.int(),
      new: z.int(),
      changed: z.int(),
      gone: z.int(),
    }),
    errors: z
      .object({
        permanent: z.int(),
        retryable: z.int(),
        blocked: z.int(),
        forbidden: z.int().meta({ description: 'Pages closed by robots.txt or by a log-in.' }),
      })
      .meta({ description: 'Failed visits.' }),
    lastError: z
      .object({ url: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'The last failed visit.' }),
  })
  .meta({ id: 'WatchRunView' })
export type WatchRunView = z.infer<typeof WatchRunView>

export const WatchView = z
  .object({
    id: z.uuid(),
    version: Version,
    name: z.string(),
    brand: BrandId,
    connector,
    site: z.string(),
    queries: z.array(z.string()),
    rules,
    intervalMinutes: z.int(),
    budgetPerRun: WatchBudget,
    budgetPerDay: WatchBudget,
    capturesPerDay,
    state: z.enum(watchStates),
    nextRunAt: time.nullable().meta({ description: 'Null while the watch is stopped.' }),
    isRunning: z.boolean(),
    lastRun: WatchRunView.nullable(),
    heldBack: z
      .enum(['organisation-stopped', 'installation-stopped', 'daily-budget-spent'])
      .nullable()
      .meta({ description: 'Why a due watch does not run now.' }),
    createdAt: time,
    changedAt: time,
  })
  .meta({ id: 'WatchView' })
export type WatchView = z.infer<typeof WatchView>

/** The budgets of a watch for which none are stated. */
export const defaultWatchBudgets = {
  run: { requests: 100, bytes: 67_108_864, processorSeconds: 60, cost: null },
  day: { requests: 1000, bytes: 671_088_640, processorSeconds: 600, cost: null },
} as const satisfies Record<string, WatchBudget>

/** The captures of a watch for which none are stated. */
export const defaultCapturesPerDay = 5

export const WatchInput = z
  .strictObject({
    name: text(200),
    brand: BrandId,
    connector,
    site: Site,
    queries: queries.default([]),
    rules: rules.default(null),
    intervalMinutes: intervalMinutes.default(1440),
    budgetPerRun: WatchBudget.default(defaultWatchBudgets.run),
    budgetPerDay: WatchBudget.default(defaultWatchBudgets.day),
    capturesPerDay: capturesPerDay.default(defaultCapturesPerDay),
  })
  .meta({ id: 'WatchInput' })
export type WatchInput = z.infer<typeof WatchInput>

export const WatchChangeInput = z
  .strictObject({
    expectedVersion: ExpectedVersion,
    name: text(200).optional(),
    site: Site.optional(),
    queries: queries.optional(),
    rules: rules.optional(),
    intervalMinutes: intervalMinutes.optional(),
    budgetPerRun: WatchBudget.optional(),
    budgetPerDay: WatchBudget.optional(),
    capturesPerDay: capturesPerDay.optional(),
  })
  .meta({ id: 'WatchChangeInput' })

const WatchAction = z
  .discriminatedUnion('type', [action('run-now', {}), action('stop', {}), action('resume', {})])
  .meta({ id: 'WatchAction' })

const OneWatch = z.strictObject({ id: z.string() })

export const watchEndpoints = {
  connectors: endpoint({
    method: 'GET',
    path: '/api/v1/connectors',
    summary: 'List the kinds of sites that a watch can visit',
    access: 'listings:read',
    response: z.object({ items: z.array(ConnectorView) }),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/watches',
    summary: 'List watches, newest first',
    access: 'listings:read',
    query: PageQuery.extend({
      brand: BrandId.optional(),
      state: z.enum(watchStates).optional(),
    }),
    response: pageOf(WatchView),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/watches',
    summary: 'Create a watch; its first run starts at once',
    description:
      'Only public pages are visited, one at a time for each site and as its robots.txt permits. The listings are stored as the organisation’s own and assessed like any other.',
    access: 'person',
    body: WatchInput,
    response: WatchView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id',
    summary: 'Retrieve a watch',
    access: 'listings:read',
    params: OneWatch,
    response: WatchView,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/api/v1/watches/:id',
    summary: 'Update a watch; a run in progress keeps its budget',
    access: 'person',
    params: OneWatch,
    body: WatchChangeInput,
    response: WatchView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/watches/:id',
    summary: 'Delete a watch; its costs and the listings that it found stay',
    access: 'person',
    params: OneWatch,
    response: EmptyView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/watches/:id/actions',
    summary: 'Run a watch now, stop it or resume it',
    description: 'Stopping also ends a run in progress before its next request.',
    access: 'person',
    params: OneWatch,
    body: actionInput('WatchActionInput', WatchAction),
    response: WatchView,
  }),
  runs: endpoint({
    method: 'GET',
    path: '/api/v1/watches/:id/runs',
    summary: 'List the runs of a watch, newest first',
    access: 'listings:read',
    params: OneWatch,
    query: PageQuery,
    response: pageOf(WatchRunView),
  }),
}
