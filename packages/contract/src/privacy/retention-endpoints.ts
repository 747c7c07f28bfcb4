import { z } from 'zod'
import { Assessment } from '../listings/assessment.ts'
import { proposalStates } from '../review/decision.ts'
import { Listing, PictureReading } from '../listings/listing.ts'
import { Notice } from '../enforcement/notice.ts'
import {
  AboutSeller,
  LegalHold,
  NewHold,
  NewRetention,
  PrivacyRequest,
  Rectification,
  Retention,
  SellerRef,
} from './retention.ts'
import { Capture, EvidenceItem } from '../investigation/evidence-endpoints.ts'
import { Cursor, endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { Receipt } from '../enforcement/notice-receipt-endpoints.ts'

/** Everything that is held of one offer, for whom it concerns. */
export const StoredListingData = z
  .object({
    id: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    firstSeenAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    versions: z.array(
      z.object({
        version: z.int(),
        receivedAt: z.iso.datetime(),
        listing: Listing,
        assessments: z.array(Assessment),
      }),
    ),
    decisions: z.array(
      z.object({
        verdict: z.string(),
        reason: z.string().nullable(),
        note: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    translations: z.array(
      z.object({
        language: z.string(),
        title: z.string().nullable(),
        description: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    proposals: z.array(
      z.object({
        verdict: z.string(),
        state: z.enum(proposalStates),
        reason: z.string().nullable(),
        note: z.string().nullable(),
        settledNote: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    outcomes: z.array(
      z.object({ outcome: z.string(), note: z.string().nullable(), at: z.iso.datetime() }),
    ),
    pictures: z
      .array(
        z.object({
          place: z.int(),
          sha256: z.string(),
          address: z.string().meta({ description: 'Where this server hands out what it keeps.' }),
          reading: PictureReading.nullable().meta({ description: 'What was read in it.' }),
          omitted: z.enum(['limit', 'gone']).optional().meta({
            description: 'Why its bytes are not among the files of the page that were asked for.',
          }),
        }),
      )
      .meta({ description: 'The pictures that are kept of the offer.' }),
  })
  .meta({ id: 'HeldListing' })

/** A capture of an offer of theirs, for whom it concerns; what it holds is read item by item. */
export const StoredCaptureData = Capture.extend({ items: z.array(EvidenceItem) }).meta({
  id: 'HeldCapture',
})

/** A page of what is held of a seller: first the offers, then the captures. */
export const SellerData = z
  .object({
    seller: SellerRef,
    erasedAt: z.iso.datetime().nullable().meta({
      description:
        'Since when the seller is erased: only a salted hash is kept, to know him again.',
    }),
    holds: z.array(LegalHold),
    listings: z.array(StoredListingData),
    answers: z
      .array(
        z.object({
          id: z.uuid(),
          givenAt: z.iso.datetime(),
          state: z.string(),
          words: z.string().nullable(),
          outcome: z.string().nullable(),
          reasons: z.string().nullable(),
          documents: z.array(
            z.object({
              name: z.string(),
              mediaType: z.string(),
              bytes: z.int(),
              sha256: z.string(),
            }),
          ),
        }),
      )
      .meta({ description: 'What the seller answered, on the first page; documents by name.' }),
    captures: z.array(StoredCaptureData),
    links: z
      .array(
        z.object({
          id: z.uuid(),
          madeAt: z.iso.datetime(),
          openedAt: z.iso.datetime().nullable(),
          expiresAt: z.iso.datetime(),
          revokedAt: z.iso.datetime().nullable(),
        }),
      )
      .meta({ description: 'One-time links that were made for the seller, on the first page.' }),
    notices: z
      .array(
        z.object({
          receivedAt: z.iso.datetime(),
          listing: z.uuid(),
          ground: z.string().nullable(),
          reasons: z.string().nullable(),
          state: z.string(),
        }),
      )
      .meta({
        description:
          'What was said of the seller’s offers in notices that were received, on the first page: not by whom.',
      }),
    messages: z
      .array(
        z.object({
          id: z.uuid(),
          sentAt: z.iso.datetime().nullable(),
          subject: z.string(),
          text: z.string(),
        }),
      )
      .meta({
        description: 'What was written about proceedings of the seller, on the first page.',
      }),
    embargoes: z.array(z.uuid()).meta({
      description:
        'Those that touch the seller: what they hold is left out here, and counsel looks at the answer before it goes.',
    }),
    files: z
      .array(
        z.object({
          sha256: z.string(),
          mediaType: z.string(),
          bytes: z.string().meta({ contentEncoding: 'base64' }),
        }),
      )
      .optional()
      .meta({
        description:
          'Pictures of this page’s offers as they came, each once, where they were asked for; up to 16 MiB a page. What is left out of that has `omitted` beside it.',
      }),
    next: z.string().nullable(),
  })
  .meta({ id: 'HeldOfSeller' })

/** What is kept of whoever sent a notice without an account. */
export const SenderData = z
  .object({
    receivedAt: z.iso.datetime(),
    notice: Notice.meta({
      description: 'As it is kept; once it was erased, without name and address.',
    }),
    forgottenAt: z.iso.datetime().nullable().meta({ description: 'When name and address went.' }),
    erasureAskedAt: z.iso.datetime().nullable(),
    messages: z
      .array(
        z.object({
          id: z.uuid(),
          sentAt: z.iso.datetime().nullable(),
          subject: z.string(),
          text: z.string(),
        }),
      )
      .meta({ description: 'What was sent to him.' }),
    decisions: z
      .array(z.object({ position: z.int(), state: z.string(), outcome: z.string().nullable() }))
      .meta({ description: 'What stays of each item, without his name.' }),
    misuse: z
      .array(z.object({ role: z.string(), state: z.string(), openedAt: z.iso.datetime() }))
      .meta({ description: 'Records of misuse that name a hash of his address.' }),
  })
  .meta({ id: 'HeldOfSender' })

const AboutNotice = z.strictObject({ notice: z.uuid() })
const ByReceipt = z.strictObject({ receipt: Receipt })
const erasing =
  'Name, address and what was sent there go with the next purge that finds nothing which keeps them: no decision is open, no period runs and no duty stands against it. The decision and its statement of reasons stay, without them. Asked again it is the same request.'

export const retentionEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/retention',
    summary: 'How many days the organisation’s offers are kept',
    access: 'person',
    wholeOrganisation: true,
    answer: Retention,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/retention',
    summary: 'Sets how many days the organisation’s offers are kept; for its admins',
    access: 'person',
    wholeOrganisation: true,
    body: NewRetention,
    answer: Retention,
  }),
  holds: endpoint({
    method: 'GET',
    path: '/api/v1/holds',
    summary: 'Pages through the organisation’s legal holds, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery.extend({
      standing: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'Only those that stand.' }),
    }),
    answer: pageOf(LegalHold),
  }),
  hold: endpoint({
    method: 'POST',
    path: '/api/v1/holds',
    summary: 'Keeps offers from every purge and erasure until it is released',
    access: 'person',
    wholeOrganisation: true,
    body: NewHold,
    answer: LegalHold,
    statuses: [201],
  }),
  release: endpoint({
    method: 'POST',
    path: '/api/v1/holds/:id/release',
    summary: 'Releases a legal hold; what it held is purged within a day where its time is up',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.string() }),
    answer: LegalHold,
  }),
  access: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/access',
    summary: 'Hands out everything that the organisation holds of a seller',
    description: 'For admins. Every page that is read stands in the log.',
    access: 'person',
    wholeOrganisation: true,
    body: AboutSeller.extend({
      after: Cursor.optional(),
      files: z
        .boolean()
        .optional()
        .meta({ description: 'With the bytes of the pictures that are kept, as far as they fit.' }),
    }),
    answer: SellerData,
  }),
  rectify: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/rectify',
    summary: 'Corrects the newest version of an offer, as a new version that is judged again',
    description:
      'The offer as it was sent before stays unchanged when it comes again; one that differs from it is taken as it comes.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.listing,
    wholeOrganisation: true,
    body: Rectification,
    answer: z.object({ id: z.uuid(), version: z.int(), changed: z.array(z.string()) }),
  }),
  erase: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/erase',
    summary: 'Erases a seller from every offer of the organisation, and from those to come',
    description:
      'Offers and verdicts stay, without the seller; captures of them are disposed of. Refused with 409 while a legal hold stands on any of it. A capture that is held by itself is kept, and the answer says why.',
    access: 'person',
    wholeOrganisation: true,
    body: AboutSeller,
    answer: PrivacyRequest.extend({
      captures: z.int().meta({ description: 'How many captures were disposed of.' }),
      kept: z
        .array(z.object({ capture: z.uuid(), heldFor: z.string() }))
        .meta({ description: 'Captures that are held, each with the reason.' }),
    }),
  }),
  senderAccess: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/senders/access',
    summary: 'Hands out what is kept of whoever sent a notice without an account',
    description: 'For admins, who answer him. Each reading stands in the log.',
    access: 'person',
    wholeOrganisation: true,
    body: AboutNotice,
    answer: SenderData,
  }),
  senderErase: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/senders/erase',
    summary: 'Asks, for the sender of a notice, that his name and address go',
    description: erasing,
    access: 'person',
    wholeOrganisation: true,
    body: AboutNotice,
    answer: SenderData,
  }),
  ownAccess: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/access',
    summary: 'Hands out what is kept of the sender of a notice, to whoever knows its code',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: ByReceipt,
    answer: SenderData,
  }),
  ownErase: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/erasure',
    summary:
      'Asks that name and address of the sender go, for whoever knows the code of the notice',
    description: erasing,
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: ByReceipt,
    answer: SenderData,
  }),
  requests: endpoint({
    method: 'GET',
    path: '/api/v1/privacy/requests',
    summary: 'Pages through the requests for access, rectification and erasure, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    answer: pageOf(PrivacyRequest),
  }),
}
