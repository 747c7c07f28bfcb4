import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { SellerRef } from '../privacy/retention.ts'
import { Slug } from '../access/organisation.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

/** Who requested the hold. */
export const confidentialityHoldOrigins = ['authority', 'counsel'] as const
export const confidentialityHoldScopes = ['listing', 'case', 'seller', 'listings'] as const
/** `lapsed`: its period has ended. */
export const confidentialityHoldStates = ['stands', 'lapsed', 'lifted'] as const
export type ConfidentialityHoldState = (typeof confidentialityHoldStates)[number]

/** Days after which a second person has to extend a confidentiality hold. */
export const maxConfidentialityHoldDays = 180

/** Most listings that an authority can name in one confidentiality hold. */
export const maxHeldListings = 200

const reason = text(2000)

/** A listing by its marketplace's id, in any organisation of the alliance. */
const ListingName = z.strictObject({ marketplace: text(200), id: text(500) })

export const ConfidentialityHoldScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listing'), listing: z.uuid() }),
  z.strictObject({ kind: z.literal('case'), case: z.uuid() }),
  z.strictObject({ kind: z.literal('seller'), seller: SellerRef }),
  z
    .strictObject({
      kind: z.literal('listings'),
      listings: z.array(ListingName).min(1).max(maxHeldListings),
      contact: text(500).meta({
        description: 'Contact for organisations that have such a listing.',
      }),
      grantedTo: z.array(Slug).max(50).optional().meta({
        description:
          'Slugs of organisations, other than those of the marketplace, that are informed and bound if they have such a listing. The response does not reveal whether they do.',
      }),
    })
    .meta({
      description:
        'For authorities: listings named in their own request, held confidential at the organisation responsible for their marketplace and at organisations granted access.',
    }),
])
export type ConfidentialityHoldScope = z.infer<typeof ConfidentialityHoldScope>

const days = z.int().min(1).max(maxConfidentialityHoldDays)
const during = {
  days: days.meta({ description: 'Days until the hold lapses automatically.' }),
  reviewDays: days.meta({
    description: 'Days until a person reviews whether the hold is still needed.',
  }),
}
const until = { reviewOn: z.iso.date(), expiresAt: z.iso.datetime() }

export const ConfidentialityHoldInput = z
  .strictObject({
    scope: ConfidentialityHoldScope,
    wantedBy: z.enum(confidentialityHoldOrigins),
    reference: text(200).meta({ description: 'File or order number, as the requester cites it.' }),
    reason,
    ...during,
  })
  .meta({ id: 'ConfidentialityHoldInput' })
export type ConfidentialityHoldInput = z.infer<typeof ConfidentialityHoldInput>

export const ConfidentialityHoldExtensionView = z
  .object({
    id: z.uuid(),
    ...until,
    reason: z.string(),
    state: z.enum(['requested', 'confirmed', 'rejected']),
    requestedAt: z.iso.datetime(),
    requestedBy: z.string(),
    settledAt: z.iso.datetime().nullable(),
    settledBy: z.string().nullable(),
  })
  .meta({ id: 'ConfidentialityHoldExtensionView' })
export type ConfidentialityHoldExtensionView = z.infer<typeof ConfidentialityHoldExtensionView>

export const ConfidentialityHoldView = z
  .object({
    id: z.uuid(),
    scope: z.enum(confidentialityHoldScopes),
    listing: z.uuid().nullable(),
    case: z.uuid().nullable(),
    seller: z.object({ marketplace: z.string(), hash: z.string() }).nullable().meta({
      description:
        'The organisation’s own salted hash of the seller; the ID itself is not stored here.',
    }),
    listings: z.array(ListingName).meta({ description: 'Listings that an authority named.' }),
    contact: z.string().nullable(),
    grantedTo: z.array(z.string()).meta({
      description:
        'Organisations that the authority informs, other than those of the marketplaces.',
    }),
    wantedBy: z.enum(confidentialityHoldOrigins),
    reference: z.string(),
    reason: z.string(),
    ...until,
    state: z.enum(confidentialityHoldStates),
    version: Version,
    setAt: z.iso.datetime(),
    setBy: z.string(),
    liftedAt: z.iso.datetime().nullable(),
    liftedBy: z.string().nullable(),
    liftReason: z.string().nullable(),
    extensions: z.array(ConfidentialityHoldExtensionView),
  })
  .meta({ id: 'ConfidentialityHoldView' })
export type ConfidentialityHoldView = z.infer<typeof ConfidentialityHoldView>

/** An authority's confidentiality hold as other organisations see it: without file reference and reason. */
export const AuthorityConfidentialityHoldView = z
  .object({
    id: z.uuid(),
    confidentialityHold: z.uuid(),
    authority: z.string(),
    contact: z.string(),
    listingName: ListingName,
    listing: z.uuid().meta({ description: 'ID of the listing in this organisation.' }),
    state: z.enum(confidentialityHoldStates),
    setAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AuthorityConfidentialityHoldView' })
export type AuthorityConfidentialityHoldView = z.infer<typeof AuthorityConfidentialityHoldView>

export const ConfidentialityHoldAction = z
  .discriminatedUnion('type', [
    action('lift', { reason }),
    action('approve-extension', {}),
    action('reject-extension', {}),
  ])
  .meta({ id: 'ConfidentialityHoldAction' })
export type ConfidentialityHoldAction = z.infer<typeof ConfidentialityHoldAction>

const params = z.strictObject({ id: z.uuid() })

export const confidentialityHoldEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/confidentiality-holds',
    summary: 'List items under a confidentiality hold for an authority or counsel, newest first',
    description:
      'For admins and auditors whose membership is not limited to brands or territories. People who work on an item learn that it is held, not why.',
    access: 'person',
    records: true,
    wholeOrganisation: true,
    query: PageQuery.extend({
      standing: z.enum(['true', 'false']).optional().meta({
        description: 'Whether to list holds in force or ended holds.',
      }),
    }),
    response: pageOf(ConfidentialityHoldView),
  }),
  ofAuthorities: endpoint({
    method: 'GET',
    path: '/api/v1/confidentiality-holds/of-authorities',
    summary:
      'List visible listings held confidential by an authority of the alliance, newest first',
    description:
      'For the organisation responsible for the marketplace of a listing, and those granted access. Returns the start, the end and the contact of the hold; only the authority knows the reason. The authority does not learn which organisations have the listings it holds.',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(AuthorityConfidentialityHoldView),
  }),
  set: endpoint({
    method: 'POST',
    path: '/api/v1/confidentiality-holds',
    summary:
      'Create a confidentiality hold on an item’s notices, messages to sellers, access responses and statistics',
    access: 'person',
    wholeOrganisation: true,
    body: ConfidentialityHoldInput,
    response: ConfidentialityHoldView,
    statuses: [201],
  }),
  extend: endpoint({
    method: 'POST',
    path: '/api/v1/confidentiality-holds/:id/extensions',
    summary: 'Request an extension, subject to approval by a second person',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ ...during, reason }),
    response: ConfidentialityHoldView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/confidentiality-holds/:id/actions',
    summary: 'Lift a confidentiality hold early, or approve or reject a pending extension',
    description: 'An extension is approved or rejected by someone other than its requester.',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: actionInput('ConfidentialityHoldActionInput', ConfidentialityHoldAction),
    response: ConfidentialityHoldView,
  }),
}
