import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { DocumentInput } from '../brands/claim.ts'
import { Money } from '../money.ts'
import { text } from '../text.ts'
import {
  ReferralDraft,
  ReferralInput,
  referralContestStates,
  referralDocumentPurposes,
  referralItemKinds,
  referralItemStatuses,
  referralOutcomes,
  ReferralSource,
  referralStates,
  referralTemplateIds,
  tlpLabels,
} from './referral.ts'

const Moment = z.iso.datetime()
const One = z.strictObject({ id: z.string() })

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

export const ReferralItemView = z
  .object({
    ref: z.string().meta({ description: 'By which questions and outcomes name it: `L-12`.' }),
    kind: z.enum(referralItemKinds),
    subject: z.uuid().nullable().meta({
      description: 'ID of the listing or account; null for the recipient and once erased.',
    }),
    title: z.string(),
    marketplace: z.string().nullable(),
    url: z.string().nullable(),
    price: Money.nullable(),
    unitsSold: z.int().nullable(),
    status: z.enum(referralItemStatuses).nullable().meta({ description: 'Of a listing.' }),
    between: z.array(z.string()).meta({ description: 'References of both accounts of a link.' }),
    probability: z.number().min(0).max(1).nullable().meta({
      description: 'Of a link: a lead, neither an identity nor a finding.',
    }),
    reasons: z
      .array(
        z.object({
          code: z.string(),
          family: z.string(),
          weight: z.number().meta({ description: 'In bits; below 0 it speaks against the link.' }),
          masked: z.string().nullable().meta({ description: 'The identifier on both accounts.' }),
          listings: z.int().meta({ description: 'In how many listings it shows.' }),
        }),
      )
      .meta({ description: 'Of a link.' }),
    basis: z.array(z.string()).meta({ description: 'Why a listing was assessed so, in words.' }),
    captures: z.array(z.object({ url: z.string(), sealedAt: Moment, file: z.string() })),
    supplement: z.uuid().nullable().meta({ description: 'The supplement that contains it.' }),
    outcomes: z
      .array(z.object({ report: z.uuid(), outcome: z.enum(referralOutcomes), at: Moment }))
      .meta({ description: 'The newest of each proceeding.' }),
    contradicted: z.boolean().meta({ description: 'True if these contradict each other.' }),
  })
  .meta({ id: 'ReferralItemView' })
export type ReferralItemView = z.infer<typeof ReferralItemView>

/** Most listings that a preview shows. */
export const mostPreviewedListings = 100

export const ReferralPreviewView = z
  .object({
    sender: z.string(),
    recipient: z.string(),
    model: z
      .object({
        version: z.string(),
        error: z
          .object({ rate: z.number(), low: z.number(), high: z.number(), sample: z.int() })
          .nullable(),
      })
      .nullable()
      .meta({
        description: 'What linked the accounts, with the share of links that people found wrong.',
      }),
    scale: z.object({
      units: z.int().nullable(),
      turnover: z.array(Money),
      genuineValue: z.array(Money),
      thresholds: z.array(
        z.object({
          country: z.string(),
          law: z.string(),
          amount: Money,
          reached: z.boolean().nullable(),
          verified: z.boolean(),
        }),
      ),
    }),
    priorSteps: z.array(z.object({ at: Moment, kind: z.string(), text: z.string() })),
    missing: z.array(ReferralMissingView),
    counts: z.object({
      accounts: z.int(),
      links: z.int(),
      listings: z.int(),
      captures: z.int(),
      unused: z.int(),
    }),
    items: z.array(ReferralItemView).meta({
      description: `All accounts, the first 1,000 links and entries of unused material, and the first ${mostPreviewedListings} listings.`,
    }),
  })
  .meta({ id: 'ReferralPreviewView' })
export type ReferralPreviewView = z.infer<typeof ReferralPreviewView>

export const ReferralCustodyView = z
  .object({
    at: Moment,
    event: z.enum([
      'packed',
      'sent',
      'read',
      'package-downloaded',
      'redacted-package-downloaded',
      'letter-read',
      'reply-page-read',
    ]),
    by: z
      .string()
      .nullable()
      .meta({ description: 'ID of the user or key; null for the server and on the reply page.' }),
    sha256: z.string().nullable(),
  })
  .meta({ id: 'ReferralCustodyView' })
export type ReferralCustodyView = z.infer<typeof ReferralCustodyView>

const reason = text(2000)

export const ReferralAction = z
  .discriminatedUnion('type', [
    action('submit', {}),
    action('return', { reason }),
    action('release', {
      acceptChanges: z.boolean().default(false).meta({
        description: 'Releases it although its source has changed since it was submitted.',
      }),
    }),
    action('retry', {}),
    action('withdraw', { reason }),
    action('close', {}),
    action('decide-contest', {
      contest: z.uuid().meta({ description: 'ID of the informed seller.' }),
      outcome: z.enum(['upheld', 'rejected']),
      reason: reason.meta({ description: 'The seller reads it.' }),
    }),
    action('acknowledge', {
      silence: z
        .strictObject({
          days: z.int().min(1).max(180),
          reference: text(200),
          reason,
          contact: text(500),
        })
        .optional()
        .meta({ description: 'Holds its listings confidential; for admins of an authority.' }),
    }),
  ])
  .meta({ id: 'ReferralAction' })
export type ReferralAction = z.infer<typeof ReferralAction>

const binary = z.string().meta({ format: 'binary' })

export const referralEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referrals',
    summary: 'List referrals that the organisation made or received, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    query: PageQuery.extend({
      side: z.enum(referralSides).default('sender'),
      state: z.enum(referralStates).optional(),
      network: z.uuid().optional().meta({
        description: 'Only those that the organisation made from this network.',
      }),
      case: z.uuid().optional().meta({
        description: 'Only those that the organisation made from this case.',
      }),
      account: z.uuid().optional().meta({
        description: 'Only those of the organisation that contain this seller account.',
      }),
    }),
    response: pageOf(ReferralView),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/referrals',
    summary: 'Draft a referral of a network or a case',
    access: 'person',
    wholeOrganisation: true,
    body: ReferralInput,
    response: ReferralDetailView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id',
    summary: 'Retrieve a referral',
    description:
      'The recipient sees it once it was sent, and of it what was sent. Each retrieval by the recipient is custody.',
    access: 'listings:read',
    wholeOrganisation: true,
    records: true,
    params: One,
    response: ReferralDetailView,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/v1/referrals/:id',
    summary: 'Change a draft',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: z
      .strictObject({ draft: ReferralDraft.partial(), expectedVersion: Version })
      .meta({ id: 'ReferralChangeInput' }),
    response: ReferralDetailView,
  }),
  attach: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/documents',
    summary: 'Attach a document to a draft',
    access: 'person',
    wholeOrganisation: true,
    bodyLimit: bodyLimits.document,
    params: One,
    body: z
      .strictObject({
        purpose: z.enum(referralDocumentPurposes),
        title: text(200),
        document: DocumentInput.options[0],
      })
      .meta({ id: 'ReferralDocumentInput' }),
    response: ReferralDocumentView,
    statuses: [201],
  }),
  detach: endpoint({
    method: 'DELETE',
    path: '/api/v1/referrals/:id/documents/:document',
    summary: 'Delete a document of a draft',
    access: 'person',
    wholeOrganisation: true,
    params: One.extend({ document: z.string() }),
    response: EmptyView,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/preview',
    summary: 'Retrieve the dossier as it would read now',
    access: 'listings:read',
    wholeOrganisation: true,
    records: true,
    isBulk: true,
    params: One,
    response: ReferralPreviewView,
  }),
  items: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/items',
    summary: 'List what a referral contains, as it was sent',
    access: 'listings:read',
    wholeOrganisation: true,
    records: true,
    params: One,
    query: PageQuery.extend({ kind: z.enum(referralItemKinds).optional() }),
    response: pageOf(ReferralItemView),
  }),
  custody: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/custody',
    summary: 'List who of the caller’s organisation read and copied a referral, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    params: One,
    query: PageQuery,
    response: pageOf(ReferralCustodyView),
  }),
  package: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/package',
    summary: 'Download the package of a referral, or its redacted copy',
    description:
      'A ZIP archive that `touchstone verify` checks. Each download is in the chain of custody and in the audit log.',
    access: 'listings:read',
    wholeOrganisation: true,
    records: true,
    params: One,
    query: z.strictObject({
      redacted: z.enum(['true', 'false']).default('false'),
      supplement: z.uuid().optional(),
    }),
    response: binary,
    responseType: 'application/zip',
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/actions',
    summary: 'Submit, return, release, withdraw or close a referral, or acknowledge a received one',
    description:
      'An admin other than the person who submitted it releases it. Rights, seals and confidentiality holds are checked again at that moment.',
    access: 'outcomes:write',
    wholeOrganisation: true,
    params: One,
    body: actionInput('ReferralActionInput', ReferralAction),
    response: ReferralDetailView,
  }),
} as const
