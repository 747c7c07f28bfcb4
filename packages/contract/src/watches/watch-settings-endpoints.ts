import { z } from 'zod'
import { ExpectedVersion, Version } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { HasRates, WatchRates } from './watch-cost-endpoints.ts'
import { CostAmount, WatchBudget, WatchUsageView } from './watch-endpoints.ts'

const time = z.iso.datetime()
const stopped = z.boolean().meta({
  description: 'True stops all of these watches; runs in progress end before their next request.',
})
const budgetPerDay = WatchBudget.nullable().meta({
  description: 'For all watches of the organisation together; null for no limit.',
})

/** What an organisation paid for monitoring before, or pays beside: what savings are measured against. */
export const PreviousMonitoring = z
  .strictObject({
    costPerMonth: CostAmount.meta({ description: 'In the currency of the operator’s rates.' }),
    findsPerMonth: z.number().min(0).max(1_000_000_000),
  })
  .meta({ id: 'PreviousMonitoring' })
export type PreviousMonitoring = z.infer<typeof PreviousMonitoring>

const previousMonitoring = PreviousMonitoring.nullable().meta({
  description:
    'What monitoring cost before, as the organisation states it; null if it states nothing.',
})

/** What an organisation states of its key of the eBay Browse API; the secret is never shown again. */
const EbayKeyView = z
  .object({
    clientId: z.string(),
    callsPerDay: z.int().meta({ description: 'For all watches of the organisation together.' }),
    callsToday: z.int().meta({
      description: 'Since midnight UTC, with what running watches have reserved.',
    }),
  })
  .meta({ id: 'EbayKeyView' })

const EbayKeyInput = z
  .strictObject({
    clientId: text(200),
    clientSecret: text(200).optional().meta({
      description:
        'Stored encrypted. Required with another `clientId`; otherwise unchanged if absent.',
    }),
    callsPerDay: z.int().min(1).max(10_000_000).default(5000),
  })
  .meta({ id: 'EbayKeyInput' })

export const WatchSettingsView = z
  .object({
    version: Version,
    stopped,
    budgetPerDay,
    previousMonitoring,
    ebayKey: EbayKeyView.nullable().meta({ description: 'For watches of `ebay-browse`.' }),
    usedToday: WatchUsageView.meta({
      description: 'Since midnight UTC, with what running watches have reserved.',
    }),
    rates: WatchRates.meta({ description: 'The operator’s rates, which budgets of cost use.' }),
    hasRates: HasRates,
    installationStopped: z.boolean().meta({
      description: 'True if the operator has stopped all watches of the installation.',
    }),
  })
  .meta({ id: 'WatchSettingsView' })
export type WatchSettingsView = z.infer<typeof WatchSettingsView>

const WatchSettingsInput = z
  .strictObject({
    expectedVersion: ExpectedVersion,
    stopped,
    budgetPerDay,
    previousMonitoring: previousMonitoring.optional().meta({ description: 'Unchanged if absent.' }),
    ebayKey: EbayKeyInput.nullable()
      .optional()
      .meta({ description: 'Unchanged if absent; null to remove it.' }),
  })
  .meta({ id: 'WatchSettingsInput' })

export const OperatorWatchesView = z
  .object({
    version: Version,
    stopped,
    rates: WatchRates,
    watches: z.object({ active: z.int(), stopped: z.int(), due: z.int(), running: z.int() }),
    usedToday: WatchUsageView,
  })
  .meta({ id: 'OperatorWatchesView' })

const OperatorWatchesInput = z
  .strictObject({ expectedVersion: ExpectedVersion, stopped, rates: WatchRates })
  .meta({ id: 'OperatorWatchesInput' })

export const GateAuthorityView = z
  .object({
    authority: z.string().meta({ description: 'Scheme, host and port.' }),
    nextTurnAt: time.meta({ description: 'No request begins earlier.' }),
    isTaken: z.boolean().meta({ description: 'True while a request is under way.' }),
    pausedBy: z
      .enum(['pace', 'crawl-delay', 'slow-response', 'retry-after', 'refusal', 'captcha'])
      .nullable()
      .meta({
        description:
          'Why the pause after the last request is as long as it is. `pace`: the least that lies between two requests. `refusal`: 403, 429 or 503. Null before the first response.',
      }),
    penaltySeconds: z.number().meta({
      description: 'The pause after the last refusal in a row; 0 without one.',
    }),
    robots: z.enum(['known', 'absent', 'unreadable', 'not-read']).meta({
      description:
        '`absent`: the site has no robots.txt, which permits everything. `unreadable`: it could never be read, which permits nothing.',
    }),
    robotsReadAgainAt: time.nullable(),
  })
  .meta({ id: 'GateAuthorityView' })
export type GateAuthorityView = z.infer<typeof GateAuthorityView>

export const WatchPolicyView = z
  .object({
    agent: z.object({
      token: z.string().meta({ description: 'Name to which a robots.txt can address rules.' }),
      userAgent: z.string().meta({
        description: 'The header that each request carries, with the address of this policy.',
      }),
    }),
    operator: z
      .object({
        name: z.string().nullable(),
        contact: z.string().nullable().meta({ description: 'An email address or a web page.' }),
      })
      .meta({ description: 'Who runs the installation; null where it is not stated.' }),
    stopped: z.boolean().meta({ description: 'True if the operator has stopped all watches.' }),
    limits: z.object({
      requestsAtOnce: z.int().meta({ description: 'Requests to one site at a time.' }),
      minPauseSeconds: z.number(),
      pauseFactor: z.number().meta({
        description: 'The pause is also at least so many times the duration of the last response.',
      }),
      robotsCacheHours: z.number().meta({
        description: 'A change of a robots.txt is effective after so many hours at the latest.',
      }),
      sellerDataDays: z.int().meta({
        description: 'Seller data of listings without a find are deleted after so many days.',
      }),
    }),
  })
  .meta({ id: 'WatchPolicyView' })
export type WatchPolicyView = z.infer<typeof WatchPolicyView>

export const watchSettingsEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/watch-settings',
    summary: 'Retrieve the organisation’s settings for watches',
    access: 'person',
    wholeOrganisation: true,
    response: WatchSettingsView,
  }),
  update: endpoint({
    method: 'PUT',
    path: '/api/v1/watch-settings',
    summary: 'Stop or resume all watches of the organisation and set its daily budget, as an admin',
    access: 'person',
    wholeOrganisation: true,
    body: WatchSettingsInput,
    response: WatchSettingsView,
  }),
  policy: endpoint({
    method: 'GET',
    path: '/api/v1/watch-policy',
    summary: 'Retrieve how this installation visits sites and how to be left out',
    access: 'open',
    response: WatchPolicyView,
  }),
}

/** For the operator’s users, while they act for no organisation. */
export const operatorWatchEndpoints = {
  gate: endpoint({
    method: 'GET',
    path: '/api/v1/operator/gate',
    summary: 'List the sites that watches visit and when each may be asked again',
    description: 'No organisation is named: the gate does not know for whom a request is made.',
    access: 'person',
    query: PageQuery,
    response: pageOf(GateAuthorityView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/operator/watches',
    summary: 'Retrieve the state of all watches of the installation, in numbers',
    access: 'person',
    response: OperatorWatchesView,
  }),
  update: endpoint({
    method: 'PUT',
    path: '/api/v1/operator/watches',
    summary: 'Stop or resume all watches of the installation and set the rates',
    access: 'person',
    body: OperatorWatchesInput,
    response: OperatorWatchesView,
  }),
}
