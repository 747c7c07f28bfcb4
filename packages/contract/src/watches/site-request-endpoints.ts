import { z } from 'zod'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { Receipt } from '../enforcement/notice-receipt-endpoints.ts'
import { text } from '../text.ts'

const time = z.iso.datetime()
const Site = text(2000).meta({ description: 'Address of the site, as in https://shop.example/.' })
const host = z.string().meta({ description: 'Host of the site, without `www.`.' })

/** `exclusion`: to be left out of all watches. `extract`: what was taken from the site. */
export const siteRequestKinds = ['exclusion', 'extract'] as const
export type SiteRequestKind = (typeof siteRequestKinds)[number]

/** What watches of the installation hold of a site. No organisation is named. */
export const SiteExtractView = z
  .object({
    site: host,
    excludedAt: time.nullable().meta({ description: 'Null unless the site is left out.' }),
    requests: z.int().meta({ description: 'Requests within the last 400 days.' }),
    bytes: z.int().meta({ description: 'Bytes received with them.' }),
    firstVisitAt: time.nullable(),
    lastVisitAt: time.nullable(),
    pages: z.int().meta({ description: 'Addresses of pages that are stored.' }),
    listings: z.int(),
    listingsWithSeller: z.int().meta({
      description: 'Those that still hold what the page said of the seller.',
    }),
    fields: z
      .array(z.object({ field: z.string(), listings: z.int() }))
      .meta({ description: 'Fields of listings that are stored, and in how many.' }),
  })
  .meta({ id: 'SiteExtractView' })
export type SiteExtractView = z.infer<typeof SiteExtractView>

export const SiteRequestInput = z
  .strictObject({
    kind: z.enum(siteRequestKinds),
    site: Site,
    email: z.email().max(254).optional().meta({
      description: 'For an answer of the operator, if the robots.txt cannot be changed.',
    }),
    message: text(4000).optional(),
  })
  .meta({ id: 'SiteRequestInput' })
export type SiteRequestInput = z.infer<typeof SiteRequestInput>

export const SiteRequestReceiptView = z
  .object({
    receipt: z.string().meta({ description: 'The code for checks, shown only once.' }),
    site: host,
    robotsUrl: z.string().meta({ description: 'The robots.txt to which the line is added.' }),
    proof: z.string().meta({
      description: 'A line for the robots.txt, which proves who asks. It changes nothing else.',
    }),
    until: time.meta({ description: 'When the code expires.' }),
  })
  .meta({ id: 'SiteRequestReceiptView' })
export type SiteRequestReceiptView = z.infer<typeof SiteRequestReceiptView>

export const siteProofs = ['found', 'missing', 'unreadable'] as const

export const SiteRequestCheckView = z
  .object({
    kind: z.enum(siteRequestKinds),
    site: host,
    proof: z.enum(siteProofs).meta({
      description:
        '`missing`: the robots.txt does not hold the line. `unreadable`: the robots.txt cannot be read now.',
    }),
    isExcluded: z.boolean().meta({ description: 'True if no watch visits the site any more.' }),
    extract: SiteExtractView.nullable().meta({ description: 'Null without the proof.' }),
  })
  .meta({ id: 'SiteRequestCheckView' })
export type SiteRequestCheckView = z.infer<typeof SiteRequestCheckView>

/** For people of visited sites, who have no account. */
export const siteRequestEndpoints = {
  send: endpoint({
    method: 'POST',
    path: '/api/v1/site-requests',
    summary: 'Request that a site be left out of all watches, or what was taken from it',
    description:
      'The response holds a line for the robots.txt of the site. Once it is there, a check leaves the site out at once, or shows what was taken. If the robots.txt cannot be changed, the operator decides on the request.',
    access: 'open',
    bodyLimit: bodyLimits.letter,
    body: SiteRequestInput,
    response: SiteRequestReceiptView,
    statuses: [201],
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/v1/site-request-checks',
    summary: 'Check the robots.txt of a site for the line that proves a request',
    description:
      'Reads the robots.txt now, whose rules then apply at once. With the line, the site is left out of all watches, or the response holds what was taken from it.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ receipt: Receipt }),
    response: SiteRequestCheckView,
  }),
}

export const ExcludedSiteView = z
  .object({ site: host, excludedAt: time, note: z.string().nullable() })
  .meta({ id: 'ExcludedSiteView' })

export const SiteRequestView = z
  .object({
    id: z.uuid(),
    kind: z.enum(siteRequestKinds),
    site: host,
    email: z.string().nullable(),
    message: z.string().nullable(),
    receivedAt: time,
    provenAt: time.nullable().meta({
      description: 'When the robots.txt proved who asks; null before.',
    }),
    excludedAt: time.nullable().meta({ description: 'Null unless the site is left out.' }),
  })
  .meta({ id: 'SiteRequestView' })
export type SiteRequestView = z.infer<typeof SiteRequestView>

const OneSite = z.strictObject({ site: z.string().max(253) })

/** For the operator’s users, while they act for no organisation. */
export const excludedSiteEndpoints = {
  requests: endpoint({
    method: 'GET',
    path: '/api/v1/operator/site-requests',
    summary: 'List what people of visited sites requested, newest first',
    access: 'person',
    query: PageQuery,
    response: pageOf(SiteRequestView),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/operator/excluded-sites',
    summary: 'List the sites that are left out of all watches',
    access: 'person',
    query: PageQuery,
    response: pageOf(ExcludedSiteView),
  }),
  exclude: endpoint({
    method: 'POST',
    path: '/api/v1/operator/excluded-sites',
    summary: 'Leave a site out of all watches; runs in progress end before their next request',
    access: 'person',
    body: z
      .strictObject({ site: Site, note: text(1000).optional() })
      .meta({ id: 'ExcludedSiteInput' }),
    response: ExcludedSiteView,
    statuses: [201],
  }),
  include: endpoint({
    method: 'DELETE',
    path: '/api/v1/operator/excluded-sites/:site',
    summary: 'Allow visits to a site again that was left out',
    access: 'person',
    params: OneSite,
    response: EmptyView,
  }),
  extract: endpoint({
    method: 'GET',
    path: '/api/v1/operator/site-extracts/:site',
    summary: 'Retrieve what watches took from a site, left out or not',
    description: 'Recorded in the audit log, since the site’s people are to receive it.',
    access: 'person',
    records: true,
    params: OneSite,
    response: SiteExtractView,
  }),
}
