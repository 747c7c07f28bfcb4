import { z } from 'zod'
import { ExpectedVersion } from '../api/action.ts'
import { Notice, noticeGrounds, withdrawalCauses } from './notice.ts'
import { Territory } from '../access/user.ts'
import { text } from '../text.ts'
import {
  ActingParty,
  endpoint,
  PageQuery,
  pageOf,
  bodyLimits,
  valueLimits,
} from '../api/endpoint.ts'
import { noticeDraftEndpoints } from './notice-draft-endpoints.ts'
import { noticeSettingsEndpoints } from './notice-settings-endpoints.ts'
import { NoticeAction } from './notice-receipt-endpoints.ts'

export const noticeStates = ['draft', 'proposed', 'sent', 'withdrawn'] as const
export type NoticeState = (typeof noticeStates)[number]

/** Result of a takedown check; only `gone` means that the listing was taken down. */
export const takedownCheckResults = [
  'live',
  'gone',
  'changed',
  'blocked',
  'login-wall',
  'error',
  'unknown',
] as const
export type TakedownCheckResult = (typeof takedownCheckResults)[number]

/** Further evidence for a notice, beside the sealed capture. */
export const furtherEvidence = [
  'comparison',
  'test-purchase',
  'never-made',
  'holder-statement',
  'mark-in-use',
  'original-work',
  'design-comparison',
] as const

/** `overturned` and `ended` are restrictions that no longer apply: reversed, or over for another reason. */
export const noticeOutcomes = [
  'restricted',
  'overturned',
  'ended',
  'no-action',
  'already-gone',
  'other',
] as const
export type NoticeOutcome = (typeof noticeOutcomes)[number]

/** What a sent notice can be waiting for. */
export const noticeWaits = ['receipt', 'decision'] as const
export type NoticeWait = (typeof noticeWaits)[number]

export const noticeEventKinds = [
  'drafted',
  'changed',
  'proposed',
  'rejected',
  'sent',
  'handed-over',
  'exported',
  'looked',
  'acknowledged',
  'decided',
  'outcome-changed',
  'reminded',
  'escalated',
  'withdrawn',
  'withdrawal-told',
  'pursued',
  'complaint-decided',
  'seller-answer-decided',
] as const
export type NoticeEventKind = (typeof noticeEventKinds)[number]

const address = z.email().max(254)

const NewRecipient = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('inside'),
    organisation: text(100).meta({ description: 'Slug of a marketplace in the alliance.' }),
  }),
  z.strictObject({ by: z.literal('email'), to: address }),
  z.strictObject({ by: z.literal('webhook') }),
  z.strictObject({ by: z.literal('file') }),
])

const NewItem = z.strictObject({
  listing: z.uuid().meta({ description: 'A listing of the case.' }),
  capture: z.uuid().optional().meta({ description: 'The sealed capture of the listing.' }),
  reasons: text(10_000)
    .optional()
    .meta({ description: 'Facts about this listing, as stated on it.' }),
  repeatReason: text(2000).optional().meta({
    description:
      'What changed since an earlier notice was withdrawn as mistaken or its restriction overturned. Not sent to recipients.',
  }),
  clearanceReason: text(2000).optional().meta({
    description: 'What changed since the seller was cleared. Not sent to recipients.',
  }),
  evidence: z
    .array(
      z.strictObject({
        kind: z.enum(furtherEvidence),
        statement: text(2000).meta({ description: 'What the evidence shows, and who says so.' }),
        capture: z.uuid().optional(),
      }),
    )
    .max(20)
    .default([]),
})

export const NoticeContentView = z
  .strictObject({
    regime: z.string().min(1).max(100),
    ground: z.enum(noticeGrounds),
    claim: z.uuid().meta({ description: 'The approved claim that establishes the right.' }),
    items: z.array(NewItem).min(1).max(200),
    reasons: text(10_000).optional().meta({ description: 'Facts that apply to every item.' }),
    territory: z
      .array(Territory)
      .max(300)
      .default([])
      .meta({ description: 'Where the listings are offered: two-letter codes.' }),
    classes: z
      .array(z.int().min(1).max(45))
      .max(45)
      .default([])
      .meta({ description: 'Nice classes of the goods.' }),
    signatory: z.uuid().optional().meta({ description: 'The person who signs.' }),
    contact: address.optional().meta({ description: 'Contact for replies.' }),
    goodFaith: z.boolean().default(false),
    template: z.uuid().optional(),
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .default('en'),
    recipients: z.array(NewRecipient).max(20).default([]),
  })
  .meta({ id: 'NoticeContentView' })
export type NoticeContentView = z.output<typeof NoticeContentView>

const DraftedContent = NoticeContentView.extend({
  regime: NoticeContentView.shape.regime
    .optional()
    .meta({ description: 'ID of the regime; without it, the first that the server knows.' }),
})

export const NoticeInput = DraftedContent.extend({ case: z.uuid() }).meta({ id: 'NoticeInput' })

export const NoticeChangeInput = DraftedContent.extend({
  expectedVersion: ExpectedVersion,
}).meta({ id: 'NoticeChangeInput' })

const moment = z.iso.datetime()

export const NoticeSummaryView = z
  .object({
    id: z.uuid(),
    case: z.uuid(),
    caseTitle: z.string(),
    regime: z.string(),
    ground: z.enum(noticeGrounds),
    state: z.enum(noticeStates),
    marketplaces: z.array(z.string()).meta({ description: 'Marketplaces of the listings.' }),
    items: z.int(),
    firstListings: z
      .array(z.uuid())
      .max(3)
      .meta({ description: 'IDs of the first listings that it names.' }),
    gone: z.int().meta({ description: 'Number of listings taken down.' }),
    draftedAt: moment,
    sentAt: moment.nullable(),
    acknowledgedAt: moment.nullable(),
    decidedAt: moment.nullable(),
    outcome: z.enum(noticeOutcomes).nullable(),
    withdrawnAt: moment.nullable(),
    withdrawnCause: z.enum(withdrawalCauses).nullable(),
    remindAt: moment.nullable(),
  })
  .meta({ id: 'NoticeSummaryView' })
export type NoticeSummaryView = z.infer<typeof NoticeSummaryView>

export const NoticeDetailView = NoticeSummaryView.extend({
  version: z
    .int()
    .min(1)
    .meta({ description: 'Version of the draft, incremented with each change.' }),
  content: NoticeContentView,
  listings: z.array(
    z.object({
      listing: z.uuid(),
      marketplace: z.string(),
      externalId: z.string(),
      title: z.string().nullable().meta({
        description: 'Title of the listing, as last submitted. Null if it is not visible.',
      }),
      url: z.string().nullable(),
      look: z.enum(takedownCheckResults),
      sentence: z.string().nullable(),
      checkedAt: moment.nullable(),
      goneAt: moment.nullable(),
    }),
  ),
  recipients: z.array(
    z.object({
      by: z.enum(['inside', 'email', 'webhook', 'file']),
      to: z.string().meta({ description: 'A slug, or the host of an address.' }),
      state: z.enum(['waiting', 'handed-over', 'recalled', 'refused']),
      refused: z.string().nullable(),
      handedOverAt: moment.nullable(),
      message: z.uuid().nullable(),
      received: z.uuid().nullable(),
      withdrawal: z.enum(['waiting', 'told', 'not-needed', 'by-hand']).nullable().meta({
        description:
          '`by-hand`: the notice was saved as a file, and only a person can withdraw it where the file was submitted.',
      }),
      withdrawnAt: moment
        .nullable()
        .meta({ description: 'Null if Touchstone informed no recipient.' }),
      withdrawalMessage: z.uuid().nullable(),
      response: z.record(z.string(), z.unknown()).nullable().meta({
        description:
          'The latest status reported by a marketplace in the alliance: states, decisions and measures, never a document.',
      }),
    }),
  ),
}).meta({ id: 'NoticeDetailView' })
export type NoticeDetailView = z.infer<typeof NoticeDetailView>

const NoticeFinding = z.object({
  code: z.string(),
  message: z.string(),
  item: z.int().nullable().meta({ description: 'Index of the item concerned, from 0.' }),
})

export const NoticeCheckView = z
  .object({
    ok: z.boolean(),
    refusals: z
      .array(NoticeFinding)
      .meta({ description: 'Reasons why the notice cannot be sent, one sentence each.' }),
    warnings: z.array(NoticeFinding),
  })
  .meta({ id: 'NoticeCheckView' })
export type NoticeCheckView = z.infer<typeof NoticeCheckView>

export const NoticePreviewView = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string().meta({ description: 'The same text, escaped for a page.' }),
    notice: Notice,
  })
  .meta({ id: 'NoticePreviewView' })
export type NoticePreviewView = z.infer<typeof NoticePreviewView>

export const NoticeRecordView = z
  .object({
    position: z.int(),
    kind: z.enum(noticeEventKinds),
    data: z.record(z.string(), z.unknown()),
    at: moment,
    by: ActingParty,
  })
  .meta({ id: 'NoticeRecordView' })
export type NoticeRecordView = z.infer<typeof NoticeRecordView>

export const RelistingView = z
  .object({
    listing: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    seenAt: moment,
    as: z.enum(['same-id', 'same-seller', 'same-picture']).meta({
      description:
        'How it was recognised: the same ID after takedown, another listing of the same seller, or one that shows the same picture.',
    }),
    item: z.int(),
  })
  .meta({ id: 'RelistingView' })
export type RelistingView = z.infer<typeof RelistingView>

export const timelineSources = ['case', 'capture', 'proceeding', 'notice'] as const

export const TimelineEntryView = z
  .object({
    at: moment,
    source: z.enum(timelineSources),
    id: z.uuid().meta({ description: 'ID of the case, capture, proceeding or notice.' }),
    position: z.int(),
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    by: ActingParty,
  })
  .meta({ id: 'TimelineEntryView' })
export type TimelineEntryView = z.infer<typeof TimelineEntryView>

const params = z.strictObject({ id: z.uuid() })
export const noticeEndpoints = {
  ...noticeSettingsEndpoints,
  ...noticeDraftEndpoints,
  list: endpoint({
    method: 'GET',
    path: '/api/v1/notices',
    summary: 'List notices, newest first',
    access: 'person',
    query: PageQuery.extend({
      case: z.uuid().optional(),
      state: z.enum(noticeStates).optional(),
      ground: z.enum(noticeGrounds).optional(),
      outcome: z.enum(noticeOutcomes).optional(),
      marketplace: text(200)
        .optional()
        .meta({ description: 'Marketplace of one of its listings.' }),
      waits: z.enum(noticeWaits).optional().meta({
        description: 'Only sent notices: `receipt` is not confirmed, or a `decision` is pending.',
      }),
    }),
    response: pageOf(NoticeSummaryView),
  }),
  draft: endpoint({
    method: 'POST',
    path: '/api/v1/notices',
    summary: 'Draft a notice about one or more listings of a case',
    description: 'A draft may be incomplete; `check` lists the reasons why it cannot be sent.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: NoticeInput,
    response: NoticeDetailView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id',
    summary: 'Retrieve a notice with its listings, recipients and status',
    access: 'person',
    params,
    response: NoticeDetailView,
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/v1/notices/:id',
    summary: 'Replace a draft',
    description:
      'If someone changed the draft since the version given, the request is refused with `version-mismatch`: read the draft again and send the complete new content. The history records one person’s continued editing once in ten minutes, however often it is saved.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params,
    body: NoticeChangeInput,
    response: NoticeDetailView,
  }),
  check: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/check',
    summary: 'List what prevents a notice from being sent, and what to review',
    access: 'person',
    params,
    response: NoticeCheckView,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/preview',
    summary: 'Preview a notice',
    access: 'person',
    params,
    response: NoticePreviewView,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/document',
    summary: 'Retrieve a notice as the PDF sent with it, or a draft as the PDF would be sent',
    description:
      'Renders Latin, Cyrillic, Greek, Arabic and Chinese. Letters of other scripts appear as code points.',
    access: 'person',
    params,
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/pdf',
  }),
  look: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/takedown-checks',
    summary: 'Run a takedown check and request the status from marketplaces in the alliance',
    access: 'person',
    params,
    response: NoticeDetailView,
  }),
  follow: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/responses',
    summary: 'Record a response received from a marketplace through other channels',
    access: 'person',
    params,
    body: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('acknowledged'), note: text(2000).optional() }),
      z.strictObject({
        what: z.literal('decided'),
        outcome: z.enum(noticeOutcomes),
        note: text(2000).optional(),
      }),
    ]),
    response: NoticeDetailView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/actions',
    summary: 'Send, approve, reject or withdraw a notice, or follow up with a marketplace',
    description:
      '`send` submits the notice for approval if the organisation requires it; `approve` sends a notice prepared by someone else, and `reject` returns it to draft. `withdraw` withdraws it from all recipients; repeat the request to see the progress. `respond`, `complain` and `refer` reply to a marketplace’s question, lodge a complaint about its decision, or report a dispute settlement body; the outcome appears in `response` of the recipient: for a complaint, the decision and its reasons; for a seller’s appeal, the decision and its summary.',
    access: 'person',
    params,
    body: z
      .strictObject({
        action: NoticeAction,
        organisation: text(100).optional().meta({
          description: 'Slug of the marketplace to follow up with, if there are several.',
        }),
        expectedVersion: ExpectedVersion.optional(),
      })
      .meta({ id: 'NoticeActionInput' }),
    response: NoticeDetailView,
  }),
  record: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/record',
    summary: 'List the events of a notice in chronological order',
    access: 'person',
    params,
    response: z.object({ items: z.array(NoticeRecordView) }),
  }),
  returned: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/relistings',
    summary: 'List relistings after a notice: same ID, seller or picture',
    access: 'person',
    params,
    response: z.object({ items: z.array(RelistingView) }),
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/export',
    summary:
      'Export a notice as a file for a portal or program; the export is recorded in its history',
    access: 'person',
    records: true,
    params,
    query: z.strictObject({ form: z.enum(['json', 'text']).default('json') }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  course: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/timeline',
    summary: 'List the timeline of a case, newest first',
    description:
      'Includes events of the case, captures of its listings, transitions of its proceedings and outcomes of its notices.',
    access: 'person',
    params,
    query: PageQuery,
    response: pageOf(TimelineEntryView),
  }),
}
