import { z } from 'zod'
import { PortfolioFact } from '../listings/portfolio.ts'
import { action, plainActionInput } from '../api/action.ts'
import { Assessment } from '../listings/assessment.ts'
import { proposalStates } from '../review/decision.ts'
import { Listing, PictureReading } from '../listings/listing.ts'
import { Notice } from '../enforcement/notice.ts'
import {
  SellerErasureInput,
  LegalHoldView,
  LegalHoldInput,
  RetentionInput,
  PrivacyRequestView,
  RectificationInput,
  RetentionView,
  SellerRef,
} from './retention.ts'
import { CaptureView, EvidenceItemView } from '../investigation/evidence-endpoints.ts'
import { Cursor, endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { Receipt } from '../enforcement/notice-receipt-endpoints.ts'

/** All data stored about one listing, for the data subject. */
export const StoredListingDataView = z
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
    tips: z
      .array(
        z.object({
          url: z.string(),
          source: z.string(),
          words: z.string().nullable(),
          at: z.iso.datetime(),
        }),
      )
      .meta({ description: 'Tips that named the page, without the person who told.' }),
    pictures: z
      .array(
        z.object({
          place: z.int(),
          sha256: z.string(),
          address: z.string().meta({ description: 'Address of the stored copy on this server.' }),
          reading: PictureReading.nullable().meta({
            description: 'Text and codes recognised in the picture.',
          }),
          omitted: z.enum(['limit', 'gone']).optional().meta({
            description: 'Why its bytes are not among the requested files of the page.',
          }),
        }),
      )
      .meta({ description: 'Stored pictures of the listing.' }),
  })
  .meta({ id: 'StoredListingDataView' })

/** A capture of the seller's listing, for the data subject; its contents are read item by item. */
/** A one-time link created for the seller, with the address that they left on its page. */
export const SellerLinkDataView = z
  .object({
    id: z.uuid(),
    madeAt: z.iso.datetime(),
    openedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
    emailUpdates: z
      .object({
        email: z.string(),
        requestedAt: z.iso.datetime(),
        confirmedAt: z.iso.datetime().nullable(),
      })
      .nullable()
      .meta({ description: 'The address that the seller left for email updates, if any.' }),
  })
  .meta({ id: 'SellerLinkDataView' })
export type SellerLinkDataView = z.infer<typeof SellerLinkDataView>

export const StoredCaptureDataView = CaptureView.extend({ items: z.array(EvidenceItemView) }).meta({
  id: 'StoredCaptureDataView',
})

/** A page of the data stored about a seller: first the listings, then the captures. */
export const SellerDataView = z
  .object({
    seller: SellerRef,
    erasedAt: z.iso.datetime().nullable().meta({
      description:
        'When the seller was erased; from then on only a salted hash is stored, to recognise the seller.',
    }),
    holds: z.array(LegalHoldView),
    account: z
      .object({
        id: z.uuid(),
        sellerId: z.string().nullable(),
        name: z.string().nullable(),
        country: z.string().nullable(),
        kind: z.string().nullable(),
        joinedAt: z.iso.datetime().nullable(),
        firstSeenAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
        portfolio: z
          .object({
            listings: z.int(),
            probability: z.number(),
            facts: z.array(PortfolioFact),
            counts: z.boolean(),
          })
          .nullable()
          .meta({ description: 'What the seller’s listings say together; null without a fact.' }),
        portfolioExplanations: z.array(
          z.object({
            reason: z.string(),
            note: z.string().nullable(),
            at: z.iso.datetime(),
            until: z.iso.datetime(),
            withdrawnAt: z.iso.datetime().nullable(),
          }),
        ),
        identifiers: z
          .array(z.object({ type: z.string(), masked: z.string(), listings: z.array(z.uuid()) }))
          .meta({ description: 'Masked: the listings show them whole.' }),
        links: z
          .array(
            z.object({
              marketplace: z.string(),
              probability: z.number(),
              linked: z.boolean(),
              reasons: z.array(z.string()),
              since: z.iso.datetime(),
            }),
          )
          .meta({ description: 'With which accounts is personal data of others.' }),
        judgements: z.array(
          z.object({
            judgement: z.string(),
            reason: z.string().nullable(),
            at: z.iso.datetime(),
            withdrawnAt: z.iso.datetime().nullable(),
          }),
        ),
        hubDecisions: z
          .array(
            z.object({
              type: z.string(),
              decision: z.string(),
              reason: z.string().nullable(),
              at: z.iso.datetime(),
              withdrawnAt: z.iso.datetime().nullable(),
            }),
          )
          .meta({ description: 'On identifiers in the seller’s listings.' }),
        contests: z
          .array(
            z.object({
              text: z.string().nullable(),
              state: z.string(),
              at: z.iso.datetime(),
              reason: z.string().nullable(),
              decidedAt: z.iso.datetime().nullable(),
            }),
          )
          .meta({ description: 'Links that the seller contested.' }),
        networks: z.array(
          z.object({
            id: z.uuid(),
            from: z.iso.datetime(),
            until: z.iso.datetime().nullable(),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'The seller account, on the first page; null if there is none.' }),
    listings: z.array(StoredListingDataView),
    appeals: z
      .array(
        z.object({
          id: z.uuid(),
          submittedAt: z.iso.datetime(),
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
      .meta({
        description: 'The seller’s appeals and submissions, on the first page; documents by name.',
      }),
    captures: z.array(StoredCaptureDataView),
    links: z
      .array(SellerLinkDataView)
      .meta({ description: 'One-time links created for the seller, on the first page.' }),
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
          'What received notices say about the seller’s listings, on the first page; notifiers are not named.',
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
        description: 'Texts written about proceedings of the seller, on the first page.',
      }),
    referrals: z
      .array(
        z.object({
          id: z.uuid(),
          number: z.string(),
          recipient: z.string(),
          sentAt: z.iso.datetime(),
          withdrawnAt: z.iso.datetime().nullable(),
          listings: z.int().meta({ description: 'Listings of the seller in it.' }),
          informedAt: z.iso.datetime().nullable().meta({
            description: 'When the seller first saw on their page that it names them.',
          }),
          contest: z.string().nullable().meta({ description: 'What the seller says of it.' }),
        }),
      )
      .meta({
        description:
          'Dossiers about the seller that were sent to authorities and counsel, on the first page; none while a confidentiality hold concerns the seller, or a recipient asked for silence.',
      }),
    confidentialityHolds: z.array(z.uuid()).meta({
      description:
        'Confidentiality holds that concern the seller. What they cover is left out here, and counsel reviews the response before it is sent.',
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
          'Original pictures of this page’s listings, each once, if requested; up to 16 MiB per page. Pictures left out have `omitted`.',
      }),
    next: z.string().nullable(),
  })
  .meta({ id: 'SellerDataView' })

/** The data stored about a notifier without an account. */
export const NotifierDataView = z
  .object({
    receivedAt: z.iso.datetime(),
    notice: Notice.meta({
      description: 'The stored notice; after erasure, without name and address.',
    }),
    forgottenAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the name and address were erased.' }),
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
      .meta({ description: 'Messages sent to the notifier.' }),
    decisions: z
      .array(z.object({ position: z.int(), state: z.string(), outcome: z.string().nullable() }))
      .meta({ description: 'What remains of each item, without the notifier’s name.' }),
    misuse: z
      .array(z.object({ role: z.string(), state: z.string(), openedAt: z.iso.datetime() }))
      .meta({ description: 'Misuse records that contain a hash of the notifier’s address.' }),
  })
  .meta({ id: 'NotifierDataView' })

const AboutNotice = z.strictObject({ notice: z.uuid() })
const ByReceipt = z.strictObject({ receipt: Receipt })
const erasing =
  'The name, the address and messages sent to it are deleted by the next purge that finds no reason to keep them: no pending decision, no running time limit and no conflicting duty. The decision and its statement of reasons remain, without them. Repeating the request has no effect.'

const LegalHoldAction = action('release', {}).meta({ id: 'LegalHoldAction' })

export const retentionEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/retention',
    summary: 'Retrieve the organisation’s retention periods',
    access: 'person',
    wholeOrganisation: true,
    response: RetentionView,
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/retention',
    summary: 'Update the organisation’s retention periods, as an admin',
    access: 'person',
    wholeOrganisation: true,
    body: RetentionInput,
    response: RetentionView,
  }),
  holds: endpoint({
    method: 'GET',
    path: '/api/v1/legal-holds',
    summary: 'List legal holds, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery.extend({
      standing: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'Only legal holds in force.' }),
    }),
    response: pageOf(LegalHoldView),
  }),
  hold: endpoint({
    method: 'POST',
    path: '/api/v1/legal-holds',
    summary: 'Create a legal hold, which protects listings from purging and erasure until released',
    access: 'person',
    wholeOrganisation: true,
    body: LegalHoldInput,
    response: LegalHoldView,
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/legal-holds/:id/actions',
    summary: 'Release a legal hold; listings past their retention period are purged within a day',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: z.string() }),
    body: plainActionInput('LegalHoldActionInput', LegalHoldAction),
    response: LegalHoldView,
  }),
  access: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/access-requests',
    summary: 'Export all data that the organisation holds about a seller',
    description: 'For admins. Every page read is recorded in the audit log.',
    access: 'person',
    wholeOrganisation: true,
    body: SellerErasureInput.extend({
      after: Cursor.optional(),
      files: z
        .boolean()
        .optional()
        .meta({ description: 'Include the bytes of stored pictures, as far as they fit.' }),
    }),
    response: SellerDataView,
  }),
  rectify: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/rectifications',
    summary: 'Correct the newest version of a listing, creating a new version that is reassessed',
    description:
      'If the listing is submitted again as it was before the correction, the correction remains; a submission that differs is accepted as it is.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.listing,
    wholeOrganisation: true,
    body: RectificationInput,
    bodyReadBy: 'leaf',
    response: z.object({ id: z.uuid(), version: z.int(), changed: z.array(z.string()) }),
  }),
  erase: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/erasures',
    summary: 'Erase a seller from all current and future listings of the organisation',
    description:
      'Listings and verdicts remain, without the seller; captures of the listings are deleted. Refused with 409 while a legal hold covers any of it. A capture under its own legal hold is kept, and the response gives the reason.',
    access: 'person',
    wholeOrganisation: true,
    body: SellerErasureInput,
    response: PrivacyRequestView.extend({
      captures: z.int().meta({ description: 'Number of captures deleted.' }),
      kept: z
        .array(z.object({ capture: z.uuid(), heldFor: z.string() }))
        .meta({ description: 'Captures kept under a legal hold, each with the reason.' }),
    }),
  }),
  senderAccess: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/senders/access-requests',
    summary: 'Export the data held about an external notifier',
    description:
      'For admins, who respond to the notifier. Every access is recorded in the audit log.',
    access: 'person',
    wholeOrganisation: true,
    body: AboutNotice,
    response: NotifierDataView,
  }),
  senderErase: endpoint({
    method: 'POST',
    path: '/api/v1/privacy/senders/erasures',
    summary: 'Request erasure of a notifier’s name and address on their behalf',
    description: erasing,
    access: 'person',
    wholeOrganisation: true,
    body: AboutNotice,
    response: NotifierDataView,
  }),
  ownAccess: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/access-requests',
    summary: 'Export the data held about a notifier by the notice’s receipt code',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: ByReceipt,
    response: NotifierDataView,
  }),
  ownErase: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/erasures',
    summary: 'Request erasure of a notifier’s name and address by the notice’s receipt code',
    description: erasing,
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: ByReceipt,
    response: NotifierDataView,
  }),
  requests: endpoint({
    method: 'GET',
    path: '/api/v1/privacy/requests',
    summary: 'List access, rectification and erasure requests, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery,
    response: pageOf(PrivacyRequestView),
  }),
}
