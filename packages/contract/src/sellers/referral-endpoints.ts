import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { bodyLimits, EmptyView, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { DocumentInput } from '../brands/claim.ts'
import { text } from '../text.ts'
import { ReferralItemView, ReferralPreviewView } from './referral-item.ts'
import {
  ReferralDetailView,
  ReferralDocumentView,
  maxListedRecipients,
  ReferralRecipientView,
  referralSides,
  ReferralView,
} from './referral-view.ts'
import {
  ReferralDraft,
  ReferralInput,
  referralDocumentPurposes,
  referralItemKinds,
  referralStates,
} from './referral.ts'

const Moment = z.iso.datetime()
const One = z.strictObject({ id: z.string() })

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
  recipients: endpoint({
    method: 'GET',
    path: '/api/v1/referral-recipients',
    summary:
      'List recipients of earlier referrals, newest first, and authorities of this installation',
    description: `For those who prepare referrals. At most ${maxListedRecipients} of each; any other can be stated as well.`,
    access: 'person',
    wholeOrganisation: true,
    response: z.object({ items: z.array(ReferralRecipientView) }),
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
