import { z } from 'zod'
import { asWritten, storable, text } from '../text.ts'

/** Days where an organisation says nothing. */
export const defaultRetention = {
  clearDays: 30,
  personalDays: 30,
  evidenceDays: 1825,
  noticeDays: 365,
  answerDays: 30,
  messageDays: 365,
} as const

const days = z.int().min(1).max(3650)

/**
 * How long an organisation's offers are kept, counted from when each was last seen, and its captures from
 * when each ended.
 */
export const Retention = z
  .strictObject({
    clearDays: days.meta({ description: 'After so many days a clear offer is deleted.' }),
    personalDays: days.meta({
      description: 'After so many days every other offer loses its personal fields.',
    }),
    evidenceDays: days.meta({
      description:
        'After so many days a capture is disposed of, unless it is held or its offer is in an open case.',
    }),
    noticeDays: days.meta({
      description:
        'After so many days a notice that was received names its sender no longer, once nothing runs about it.',
    }),
    answerDays: days.meta({
      description:
        'After so many days an answer that has ended loses words and documents, and a link the seller’s id, once nothing runs about it.',
    }),
    messageDays: days.meta({
      description:
        'After so many days a message that has ended loses reader, text and attachments.',
    }),
  })
  .meta({ id: 'Retention' })
export type Retention = z.infer<typeof Retention>

/** What is said anew; days for evidence, notices, answers and messages that are left out stay as they are. */
export const NewRetention = Retention.partial({
  evidenceDays: true,
  noticeDays: true,
  answerDays: true,
  messageDays: true,
}).meta({ id: 'NewRetention' })
export type NewRetention = z.infer<typeof NewRetention>

/** A seller as a marketplace names him. */
export const SellerRef = z
  .strictObject({
    marketplace: storable(z.string().max(200))
      .default('')
      .meta({ description: 'As the offers name it; left out where they name none.' }),
    id: asWritten(1000).meta({ description: 'The seller’s id there.' }),
  })
  .meta({ id: 'SellerRef' })
export type SellerRef = z.infer<typeof SellerRef>

/** What a legal hold keeps, whatever its age. */
export const holdScopes = ['organisation', 'seller', 'listing'] as const
export type HoldScopeKind = (typeof holdScopes)[number]

export const HoldScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation') }),
  z.strictObject({ kind: z.literal('seller'), seller: SellerRef }),
  z.strictObject({
    kind: z.literal('listing'),
    listing: z.uuid().meta({ description: 'Touchstone’s own id of the offer.' }),
  }),
])
export type HoldScope = z.infer<typeof HoldScope>

const words = text(2000)

export const NewHold = z
  .strictObject({
    scope: HoldScope,
    reason: words.meta({ description: 'The file or order for which it has to be kept.' }),
  })
  .meta({ id: 'NewHold' })
export type NewHold = z.infer<typeof NewHold>

const ActedBy = z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() })

export const LegalHold = z
  .object({
    id: z.uuid(),
    scope: z.enum(holdScopes),
    listing: z.uuid().nullable(),
    seller: z
      .object({ marketplace: z.string(), id: z.string().nullable() })
      .nullable()
      .meta({ description: 'The id is null once the hold is released.' }),
    reason: z.string(),
    setAt: z.iso.datetime(),
    setBy: ActedBy,
    releasedAt: z.iso.datetime().nullable(),
    releasedBy: ActedBy.nullable(),
  })
  .meta({ id: 'Hold' })
export type LegalHold = z.infer<typeof LegalHold>

export const privacyRequestKinds = ['access', 'rectification', 'erasure'] as const
export type PrivacyRequestKind = (typeof privacyRequestKinds)[number]

export const PrivacyRequest = z
  .object({
    id: z.uuid(),
    kind: z.enum(privacyRequestKinds),
    subject: z.object({
      kind: z.enum(['seller', 'listing', 'notice']),
      id: z.string().meta({
        description: 'A salted hash of the seller, or the id of the offer or the notice.',
      }),
    }),
    listings: z.int().meta({ description: 'How many offers it concerned.' }),
    requestedAt: z.iso.datetime(),
    doneAt: z.iso.datetime().nullable(),
    by: ActedBy,
  })
  .meta({ id: 'PrivacyRequest' })
export type PrivacyRequest = z.infer<typeof PrivacyRequest>

export const AboutSeller = z.strictObject({ seller: SellerRef })

export const Rectification = z
  .strictObject({
    listing: z.uuid().meta({ description: 'Touchstone’s own id of the offer.' }),
    changes: z
      .record(z.string(), z.unknown())
      .refine((changes) => Object.keys(changes).length > 0, { message: 'must name a field' })
      .refine((changes) => !('id' in changes || 'marketplace' in changes), {
        message: 'must leave id and marketplace as they are: they name the offer',
      })
      .meta({
        description:
          'JSON merge patch (RFC 7396) of the newest version: null takes a field away, an object changes the fields within.',
      }),
  })
  .meta({ id: 'Rectification' })
export type Rectification = z.infer<typeof Rectification>
