import { z } from 'zod'
import { asWritten, storable, text } from '../text.ts'

/** Defaults in days. */
export const defaultRetention = {
  clearDays: 30,
  personalDays: 30,
  evidenceDays: 1825,
  noticeDays: 365,
  appealDays: 30,
  messageDays: 365,
  scanDays: 400,
  sellerLinkDays: 548,
  reportDays: 400,
} as const

const days = z.int().min(1).max(3650)

/** Retention of listings, counted from when each was last seen, and of captures, counted from when each ended. */
export const RetentionView = z
  .strictObject({
    clearDays: days.meta({ description: 'Days until a clear listing is deleted.' }),
    personalDays: days.meta({
      description: 'Days until every other listing loses its personal fields.',
    }),
    evidenceDays: days.meta({
      description:
        'Days until a capture is deleted, unless it is under a legal hold or its listing is in an open case.',
    }),
    noticeDays: days.meta({
      description:
        'Days until a received notice loses the notifier’s identity, once nothing about it is pending.',
    }),
    appealDays: days.meta({
      description:
        'Days until a closed appeal loses its text and documents, and a link the seller’s ID, once nothing about it is pending.',
    }),
    messageDays: days.meta({
      description: 'Days until a completed message loses its recipient, text and attachments.',
    }),
    scanDays: days.meta({ description: 'Days until a scan of a code is deleted.' }),
    sellerLinkDays: days.meta({
      description:
        'Days until a listing links its seller’s account no longer, and its identifiers are deleted.',
    }),
    reportDays: days.meta({
      description: 'Days until a buyer’s report is deleted, counted from its last change.',
    }),
  })
  .meta({ id: 'RetentionView' })
export type RetentionView = z.infer<typeof RetentionView>

/** Changed periods; those omitted for evidence, notices, appeals, messages, scans, links of sellers and reports stay the same. */
export const RetentionInput = RetentionView.partial({
  evidenceDays: true,
  noticeDays: true,
  appealDays: true,
  messageDays: true,
  scanDays: true,
  sellerLinkDays: true,
  reportDays: true,
}).meta({ id: 'RetentionInput' })
export type RetentionInput = z.infer<typeof RetentionInput>

/** A seller by marketplace and id. */
export const SellerRef = z
  .strictObject({
    marketplace: storable(z.string().max(200))
      .default('')
      .meta({ description: 'As named in the listings; omit it if they name none.' }),
    id: asWritten(1000).meta({ description: 'ID of the seller there.' }),
  })
  .meta({ id: 'SellerRef' })
export type SellerRef = z.infer<typeof SellerRef>

/** Scopes of a legal hold, which protects its subject whatever its age. */
export const holdScopes = ['organisation', 'seller', 'listing'] as const
export type HoldScopeKind = (typeof holdScopes)[number]

export const HoldScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation') }),
  z.strictObject({ kind: z.literal('seller'), seller: SellerRef }),
  z.strictObject({
    kind: z.literal('listing'),
    listing: z.uuid().meta({ description: 'ID of the listing in Touchstone.' }),
  }),
])
export type HoldScope = z.infer<typeof HoldScope>

const words = text(2000)

export const LegalHoldInput = z
  .strictObject({
    scope: HoldScope,
    reason: words.meta({ description: 'The file or order that requires the hold.' }),
  })
  .meta({ id: 'LegalHoldInput' })
export type LegalHoldInput = z.infer<typeof LegalHoldInput>

const ActedBy = z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() })

export const LegalHoldView = z
  .object({
    id: z.uuid(),
    scope: z.enum(holdScopes),
    listing: z.uuid().nullable(),
    seller: z
      .object({ marketplace: z.string(), id: z.string().nullable() })
      .nullable()
      .meta({ description: 'The ID is null once the legal hold is released.' }),
    reason: z.string(),
    setAt: z.iso.datetime(),
    setBy: ActedBy,
    releasedAt: z.iso.datetime().nullable(),
    releasedBy: ActedBy.nullable(),
  })
  .meta({ id: 'LegalHoldView' })
export type LegalHoldView = z.infer<typeof LegalHoldView>

export const privacyRequestKinds = ['access', 'rectification', 'erasure'] as const
export type PrivacyRequestKind = (typeof privacyRequestKinds)[number]

export const PrivacyRequestView = z
  .object({
    id: z.uuid(),
    kind: z.enum(privacyRequestKinds),
    subject: z.object({
      kind: z.enum(['seller', 'listing', 'notice']),
      id: z.string().meta({
        description: 'A salted hash of the seller, or the ID of the listing or notice.',
      }),
    }),
    listings: z.int().meta({ description: 'Number of listings affected.' }),
    requestedAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable(),
    by: ActedBy,
  })
  .meta({ id: 'PrivacyRequestView' })
export type PrivacyRequestView = z.infer<typeof PrivacyRequestView>

export const SellerErasureInput = z.strictObject({ seller: SellerRef })

export const RectificationInput = z
  .strictObject({
    listing: z.uuid().meta({ description: 'ID of the listing in Touchstone.' }),
    changes: z
      .record(z.string(), z.unknown())
      .refine((changes) => Object.keys(changes).length > 0, { message: 'must name a field' })
      .refine((changes) => !('id' in changes || 'marketplace' in changes), {
        message: 'must not change id and marketplace: they identify the listing',
      })
      .meta({
        description:
          'JSON Merge Patch (RFC 7396) of the newest version: null removes a field, an object changes the fields within.',
      }),
  })
  .meta({ id: 'RectificationInput' })
export type RectificationInput = z.infer<typeof RectificationInput>
