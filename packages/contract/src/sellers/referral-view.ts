import { z } from 'zod'
import { Slug } from '../access/organisation.ts'
import { Version } from '../api/action.ts'
import {
  ReferralDraft,
  referralContestStates,
  referralDocumentPurposes,
  referralOffices,
  referralOutcomes,
  ReferralSource,
  referralStates,
  referralTemplateIds,
  tlpLabels,
} from './referral.ts'

const Moment = z.iso.datetime()

/** Which side of a referral the caller’s organisation is on. */
export const referralSides = ['sender', 'recipient'] as const

export const ReferralView = z
  .object({
    id: z.uuid(),
    side: z.enum(referralSides),
    template: z.enum(referralTemplateIds),
    title: z.string(),
    state: z.enum(referralStates),
    version: Version,
    sender: z.string().meta({ description: 'Name of the organisation.' }),
    recipient: z.string(),
    tlp: z.enum(tlpLabels),
    deconflictionNumber: z.string().nullable(),
    createdAt: Moment,
    sentAt: Moment.nullable(),
    acknowledgedAt: Moment.nullable(),
    closedAt: Moment.nullable(),
    withdrawnAt: Moment.nullable(),
    openQuestions: z.int().min(0),
    outcomes: z.array(z.enum(referralOutcomes)).meta({ description: 'Reported so far.' }),
  })
  .meta({ id: 'ReferralView' })
export type ReferralView = z.infer<typeof ReferralView>

/** Most earlier recipients, and most authorities, that are listed. */
export const maxListedRecipients = 200

export const ReferralRecipientView = z
  .object({
    kind: z.enum(['organisation', 'outside']),
    organisation: Slug.nullable().meta({ description: 'Null for a recipient outside.' }),
    name: z.string(),
    address: z.string().nullable().meta({ description: 'Null for an organisation.' }),
    country: z.string().nullable().meta({
      description: 'As the newest referral to it states it; null if none was sent to it.',
    }),
    office: z.enum(referralOffices).nullable().meta({ description: 'In the same way.' }),
    lastSentAt: Moment.nullable(),
  })
  .meta({ id: 'ReferralRecipientView' })
export type ReferralRecipientView = z.infer<typeof ReferralRecipientView>

export const ReferralMissingView = z
  .object({
    line: z.string().meta({ description: 'Of the template.' }),
    label: z.string().meta({ description: 'In the language of the referral.' }),
    required: z.boolean(),
    blocks: z.boolean().meta({ description: 'Whether nothing is sent without it.' }),
  })
  .meta({ id: 'ReferralMissingView' })
export type ReferralMissingView = z.infer<typeof ReferralMissingView>

export const ReferralChangesView = z
  .object({
    accounts: z.object({ joined: z.array(z.uuid()), left: z.array(z.uuid()) }),
    listings: z.object({ added: z.int().min(0), removed: z.int().min(0) }),
    links: z.object({ added: z.int().min(0), removed: z.int().min(0), changed: z.int().min(0) }),
  })
  .meta({
    id: 'ReferralChangesView',
    description: 'What changed in the source since it was submitted for release.',
  })
export type ReferralChangesView = z.infer<typeof ReferralChangesView>

export const ReferralDocumentView = z
  .object({
    id: z.uuid(),
    purpose: z.enum(referralDocumentPurposes),
    title: z.string(),
    mediaType: z.string(),
    bytes: z.int(),
    sha256: z.string(),
  })
  .meta({ id: 'ReferralDocumentView' })
export type ReferralDocumentView = z.infer<typeof ReferralDocumentView>

export const InformedSellerView = z
  .object({
    id: z.uuid(),
    accounts: z.array(z.uuid()).meta({ description: 'The seller’s accounts, by their IDs.' }),
    informedAt: Moment.meta({ description: 'When the seller first saw it on their page.' }),
    contest: z
      .object({
        state: z.enum(referralContestStates),
        text: z.string().nullable().meta({ description: 'Null once the seller was erased.' }),
        at: Moment,
        items: z.array(z.string()).meta({ description: 'References of what names the seller.' }),
        reason: z.string().nullable(),
        decidedAt: Moment.nullable(),
      })
      .nullable()
      .meta({ description: 'What the seller says of it; null if nothing.' }),
  })
  .meta({ id: 'InformedSellerView' })
export type InformedSellerView = z.infer<typeof InformedSellerView>

export const ReferralDetailView = ReferralView.extend({
  number: z.string().meta({ description: 'By which the package and letters name it.' }),
  source: ReferralSource.nullable().meta({ description: 'Null for the recipient.' }),
  draft: ReferralDraft.nullable().meta({ description: 'Null for the recipient.' }),
  documents: z.array(ReferralDocumentView).meta({ description: 'Empty for the recipient.' }),
  missing: z.array(ReferralMissingView).meta({ description: 'Empty for the recipient.' }),
  changes: ReferralChangesView.nullable().meta({
    description: 'Null unless it awaits release and its source has changed.',
  }),
  submittedBy: z.string().nullable().meta({
    description: 'ID of the user; null for the recipient. Another person releases it.',
  }),
  releasedBy: z.string().nullable(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable().meta({
    description: 'Of making the package, while it is releasing.',
  }),
  problem: z.object({ code: z.string(), message: z.string() }).nullable().meta({
    description: 'Why the package could not be made.',
  }),
  package: z
    .object({
      bytes: z.int(),
      sha256: z.string(),
      redactedBytes: z.int(),
      redactedSha256: z.string(),
    })
    .nullable(),
  withdrawalReason: z.string().nullable(),
  silence: z.object({ since: Moment, until: Moment }).nullable().meta({
    description:
      'The recipient asked for silence: nothing may be said of it to the people concerned until then.',
  }),
  overlaps: z
    .array(
      z.object({
        referral: z.uuid(),
        sender: z.string(),
        identifiers: z.int().min(1).meta({ description: 'Identifiers that both contain.' }),
        types: z.array(z.string()),
      }),
    )
    .meta({
      description:
        'Other referrals to the same recipient that name an identifier of this one; empty for senders, who learn nothing of each other.',
    }),
  notices: z
    .array(z.object({ at: Moment, text: z.string(), items: z.array(z.string()) }))
    .meta({ description: 'What became known after it was sent, the newest first.' }),
  informedSellers: z.array(InformedSellerView).meta({
    description:
      'Sellers who know of it from their page, open contests first; empty for the recipient.',
  }),
}).meta({ id: 'ReferralDetailView' })
export type ReferralDetailView = z.infer<typeof ReferralDetailView>
