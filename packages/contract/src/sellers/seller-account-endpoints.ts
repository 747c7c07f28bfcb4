import { z } from 'zod'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { caseStates } from '../investigation/case-endpoints.ts'
import { verdicts } from '../listings/assessment.ts'
import { decisionVerdicts } from '../review/decision.ts'

/** Orders of the list of seller accounts. */
export const sellerAccountOrders = ['last-seen', 'most-flagged'] as const
export type SellerAccountOrder = (typeof sellerAccountOrders)[number]

export const SellerAccountView = z
  .object({
    id: z.uuid(),
    own: z.boolean().meta({
      description: 'True if the caller’s organisation submitted the listings of the account.',
    }),
    marketplace: z.string(),
    seller: z.string().nullable().meta({
      description: 'The seller’s ID on the marketplace; null once the seller was erased.',
    }),
    name: z.string().nullable(),
    country: z.string().nullable(),
    kind: z.enum(['private', 'trader', 'unknown']).nullable(),
    joinedAt: z.iso.datetime().nullable(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime().meta({ description: 'To the minute.' }),
    listings: z
      .object({
        count: z.int(),
        flagged: z.int().meta({ description: 'Those with a verdict of review or block.' }),
        more: z.boolean().meta({ description: 'True if there are more than were counted.' }),
      })
      .meta({ description: 'Listings visible to the caller that name the seller now.' }),
  })
  .meta({ id: 'SellerAccountView' })
export type SellerAccountView = z.infer<typeof SellerAccountView>

const Count = z.int().min(0)

export const SellerAccountDetailView = SellerAccountView.extend({
  verdicts: z
    .record(z.enum(verdicts), Count)
    .meta({ description: 'Listings by verdict, of those counted.' }),
  notAssessed: Count,
  decisions: z
    .record(z.enum(decisionVerdicts), Count)
    .meta({ description: 'Listings by the decision of the caller’s organisation in force.' }),
  undecided: Count,
  prices: z
    .array(
      z.object({
        currency: z.string(),
        listings: Count,
        lowest: z.string(),
        highest: z.string(),
      }),
    )
    .meta({ description: 'As stated, by currency; nothing is converted.' }),
  brands: z
    .array(z.object({ id: z.string(), listings: Count }))
    .meta({ description: 'Brands that the listings refer to, the most frequent first.' }),
  procedures: z
    .object({
      cases: z.object({
        open: Count,
        closed: Count,
        items: z
          .array(
            z.object({
              id: z.uuid(),
              title: z.string(),
              state: z.enum(caseStates),
              openedAt: z.iso.datetime(),
              listings: Count.meta({ description: 'Its listings of this seller.' }),
            }),
          )
          .meta({ description: 'Open cases first, then the newest; at most 50.' }),
      }),
      notices: z.object({
        sent: Count,
        withdrawn: Count,
        items: z
          .array(
            z.object({
              id: z.uuid(),
              case: z.uuid(),
              ground: z.string(),
              state: z.string(),
              outcome: z.string().nullable(),
              draftedAt: z.iso.datetime(),
              sentAt: z.iso.datetime().nullable(),
              listings: Count,
            }),
          )
          .meta({ description: 'Newest first; at most 50.' }),
      }),
      restrictions: z.object({
        inForce: Count,
        ended: Count,
        reversed: Count.meta({ description: 'Of those that ended: reversed on appeal or review.' }),
        items: z
          .array(
            z.object({
              id: z.uuid(),
              proceeding: z.uuid(),
              listing: z.uuid().nullable(),
              measure: z.string(),
              startsOn: z.string(),
              endedAt: z.iso.datetime().nullable(),
              endReason: z.string().nullable(),
            }),
          )
          .meta({ description: 'Newest first; at most 50.' }),
      }),
      appeals: z.object({
        open: Count,
        upheld: Count,
        rejected: Count,
        items: z
          .array(
            z.object({
              id: z.uuid(),
              proofRequest: z.uuid().nullable(),
              submittedAt: z.iso.datetime(),
              state: z.string(),
              outcome: z.string().nullable(),
              decidedAt: z.iso.datetime().nullable(),
            }),
          )
          .meta({ description: 'Newest first; at most 50.' }),
      }),
      clearances: z.object({
        valid: Count,
        items: z
          .array(
            z.object({
              id: z.uuid(),
              brand: z.string(),
              right: z.string(),
              issuedAt: z.iso.datetime(),
              expiresAt: z.iso.datetime(),
              revokedAt: z.iso.datetime().nullable(),
            }),
          )
          .meta({ description: 'Newest first; at most 50.' }),
      }),
    })
    .nullable()
    .meta({
      description:
        'What the caller’s organisation did about the seller, and the seller’s appeals and clearances, as far as the caller may see them. Null for API keys.',
    }),
}).meta({ id: 'SellerAccountDetailView' })
export type SellerAccountDetailView = z.infer<typeof SellerAccountDetailView>

export const sellerTimelineKinds = [
  'listing-seen',
  'decided',
  'decision-withdrawn',
  'case-opened',
  'case-closed',
  'notice-sent',
  'notice-decided',
  'notice-withdrawn',
  'restricted',
  'restriction-ended',
  'proof-requested',
  'appealed',
  'appeal-decided',
  'cleared',
  'clearance-revoked',
] as const
export type SellerTimelineKind = (typeof sellerTimelineKinds)[number]

export const SellerTimelineEntryView = z
  .object({
    at: z.iso.datetime(),
    kind: z.enum(sellerTimelineKinds),
    subject: z.uuid().meta({
      description:
        'The listing, case, notice, measure, proof request, appeal or clearance, by the kind.',
    }),
    title: z.string().nullable().meta({
      description: 'Title of the listing or case; null if it has none or is no longer visible.',
    }),
    value: z.string().nullable().meta({
      description: 'The decision, outcome, measure, brand or reason, by the kind.',
    }),
  })
  .meta({ id: 'SellerTimelineEntryView' })
export type SellerTimelineEntryView = z.infer<typeof SellerTimelineEntryView>

const One = z.strictObject({ id: z.string() })

export const sellerAccountEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts',
    summary: 'List seller accounts with visible listings, last seen first or most flagged first',
    description:
      'An account is a seller ID on a marketplace, of the organisation that submitted its listings; a seller that a listing names without an ID has none. `most-flagged` lists accounts with flagged listings among the newest thousands of flagged listings. A page may hold fewer than `limit` items; `next` indicates that there is more.',
    access: 'listings:read',
    records: true,
    query: PageQuery.extend({
      search: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta({ description: 'Part of a seller’s name or ID, in any case.' }),
      marketplace: z.string().max(200).optional(),
      sort: z.enum(sellerAccountOrders).default('last-seen'),
    }),
    response: pageOf(SellerAccountView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id',
    summary: 'Retrieve a seller account with counts over its listings, cases, notices and appeals',
    description: 'Counts cover the newest 500 listings; `listings.more` is true if there are more.',
    access: 'listings:read',
    records: true,
    params: One,
    response: SellerAccountDetailView,
  }),
  timeline: endpoint({
    method: 'GET',
    path: '/api/v1/seller-accounts/:id/timeline',
    summary: 'List what happened about a seller account, newest first',
    access: 'person',
    records: true,
    params: One,
    query: PageQuery,
    response: pageOf(SellerTimelineEntryView),
  }),
}
