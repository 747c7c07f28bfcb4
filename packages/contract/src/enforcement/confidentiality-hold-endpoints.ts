import { z } from 'zod'
import { SellerRef } from '../privacy/retention.ts'
import { Slug } from '../access/organisation.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

/** At whose wish an item is held. */
export const confidentialityHoldOrigins = ['authority', 'counsel'] as const
export const confidentialityHoldScopes = ['listing', 'case', 'seller', 'offers'] as const
/** `lapsed`: its time ran out, by the clock. */
export const confidentialityHoldStates = ['stands', 'lapsed', 'lifted'] as const
export type EmbargoState = (typeof confidentialityHoldStates)[number]

/** How long an embargo may stand before a second person extends it. */
export const maxConfidentialityHoldDays = 180

/** How many offers an authority names at most in one embargo. */
export const maxHeldListings = 200

const reason = text(2000)

/** An offer as its marketplace names it, whoever of the alliance has it. */
const OfferName = z.strictObject({ marketplace: text(200), id: text(500) })

export const EmbargoScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('listing'), listing: z.uuid() }),
  z.strictObject({ kind: z.literal('case'), case: z.uuid() }),
  z.strictObject({ kind: z.literal('seller'), seller: SellerRef }),
  z
    .strictObject({
      kind: z.literal('offers'),
      offers: z.array(OfferName).min(1).max(maxHeldListings),
      contact: text(500).meta({ description: 'Whom those ask who have such an offer.' }),
      grantedTo: z.array(Slug).max(50).optional().meta({
        description:
          'Slugs of organisations beside the marketplace’s own that are told, and bound, where they have such an offer. Whether there are such is not answered.',
      }),
    })
    .meta({
      description:
        'For authorities: offers that their own request names, held at the organisation that answers for their marketplace and at those it is granted to.',
    }),
])
export type EmbargoScope = z.infer<typeof EmbargoScope>

const days = z.int().min(1).max(maxConfidentialityHoldDays)
const during = {
  days: days.meta({ description: 'After so many days it lapses by itself.' }),
  reviewDays: days.meta({
    description: 'After so many days a person looks whether it is still needed.',
  }),
}
const until = { reviewOn: z.iso.date(), expiresAt: z.iso.datetime() }

export const NewConfidentialityHold = z
  .strictObject({
    scope: EmbargoScope,
    wantedBy: z.enum(confidentialityHoldOrigins),
    reference: text(200).meta({ description: 'File or order, as who wants it calls it.' }),
    reason,
    ...during,
  })
  .meta({ id: 'NewEmbargo' })
export type NewConfidentialityHold = z.infer<typeof NewConfidentialityHold>

export const ConfidentialityHoldExtension = z
  .object({
    id: z.uuid(),
    ...until,
    reason: z.string(),
    state: z.enum(['asked', 'confirmed', 'rejected']),
    askedAt: z.iso.datetime(),
    askedBy: z.string(),
    settledAt: z.iso.datetime().nullable(),
    settledBy: z.string().nullable(),
  })
  .meta({ id: 'EmbargoExtension' })
export type ConfidentialityHoldExtension = z.infer<typeof ConfidentialityHoldExtension>

export const ConfidentialityHold = z
  .object({
    id: z.uuid(),
    scope: z.enum(confidentialityHoldScopes),
    listing: z.uuid().nullable(),
    case: z.uuid().nullable(),
    seller: z
      .object({ marketplace: z.string(), hash: z.string() })
      .nullable()
      .meta({ description: 'As the organisation’s own salted hash; the id is not kept here.' }),
    offers: z.array(OfferName).meta({ description: 'That an authority holds by their names.' }),
    contact: z.string().nullable(),
    grantedTo: z.array(z.string()).meta({
      description: 'Whom the authority tells beside the organisations of the marketplaces.',
    }),
    wantedBy: z.enum(confidentialityHoldOrigins),
    reference: z.string(),
    reason: z.string(),
    ...until,
    state: z.enum(confidentialityHoldStates),
    setAt: z.iso.datetime(),
    setBy: z.string(),
    liftedAt: z.iso.datetime().nullable(),
    liftedBy: z.string().nullable(),
    liftedBecause: z.string().nullable(),
    extensions: z.array(ConfidentialityHoldExtension),
  })
  .meta({ id: 'Embargo' })
export type ConfidentialityHold = z.infer<typeof ConfidentialityHold>

/** What whoever is told of an authority's embargo reads of it: neither its file nor its reason. */
export const AuthorityConfidentialityHold = z
  .object({
    id: z.uuid(),
    embargo: z.uuid(),
    authority: z.string(),
    contact: z.string(),
    offer: OfferName,
    listing: z.uuid().meta({ description: 'The offer, as it is known here.' }),
    state: z.enum(confidentialityHoldStates),
    setAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AuthorityEmbargo' })
export type AuthorityConfidentialityHold = z.infer<typeof AuthorityConfidentialityHold>

const params = z.strictObject({ id: z.uuid() })

export const confidentialityHoldEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/embargoes',
    summary: 'Items that are held for an authority or counsel, newest first',
    description:
      'For admins and auditors whose membership is not limited to brands or territories: who works on an item learns that it is held, and not why.',
    access: 'person',
    records: true,
    wholeOrganisation: true,
    query: PageQuery.extend({
      standing: z.enum(['true', 'false']).optional().meta({
        description: 'Those that stand, or those that ended.',
      }),
    }),
    answer: pageOf(ConfidentialityHold),
  }),
  ofAuthorities: endpoint({
    method: 'GET',
    path: '/api/v1/embargoes/of-authorities',
    summary: 'Offers in sight that an authority of the alliance holds, newest first',
    description:
      'For the organisation that answers for their marketplace, and for those it is granted to: since when and until when, and whom to ask; why, only the authority knows. It does not learn who has what it holds.',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    answer: pageOf(AuthorityConfidentialityHold),
  }),
  set: endpoint({
    method: 'POST',
    path: '/api/v1/embargoes',
    summary: 'Holds notices, messages to sellers, answers to access and figures of an item',
    access: 'person',
    wholeOrganisation: true,
    body: NewConfidentialityHold,
    answer: ConfidentialityHold,
    statuses: [201],
  }),
  lift: endpoint({
    method: 'POST',
    path: '/api/v1/embargoes/:id/lift',
    summary: 'Lifts an embargo before its time is over',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ reason }),
    answer: ConfidentialityHold,
  }),
  extend: endpoint({
    method: 'POST',
    path: '/api/v1/embargoes/:id/extensions',
    summary: 'Asks for a longer time, which a second person confirms or rejects',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ ...during, reason }),
    answer: ConfidentialityHold,
  }),
  settle: endpoint({
    method: 'POST',
    path: '/api/v1/embargoes/:id/extensions/settle',
    summary: 'Confirms or rejects, as a second person, the longer time that waits',
    access: 'person',
    wholeOrganisation: true,
    params,
    body: z.strictObject({ confirm: z.boolean() }),
    answer: ConfidentialityHold,
  }),
}
