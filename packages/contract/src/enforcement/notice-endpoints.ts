import { z } from 'zod'
import { Notice, noticeGrounds, WithdrawalCause, withdrawalCauses } from './notice.ts'
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
import { noticeSettingsEndpoints } from './notice-settings-endpoints.ts'
import { NoticeFollowUp } from './notice-receipt-endpoints.ts'

export const noticeStates = ['draft', 'proposed', 'sent', 'withdrawn'] as const
export type NoticeState = (typeof noticeStates)[number]

/** How an offer was found; only `gone` means that it is gone. */
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

/** Further evidence that a notice rests on, beside the sealed capture. */
export const furtherEvidence = [
  'comparison',
  'test-purchase',
  'never-made',
  'holder-statement',
  'mark-in-use',
  'original-work',
  'design-comparison',
] as const

export const noticeOutcomes = ['restricted', 'no-action', 'already-gone', 'other'] as const
export type NoticeOutcome = (typeof noticeOutcomes)[number]

/** For what a notice that was sent can wait. */
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
    organisation: text(100).meta({ description: 'The slug of a marketplace of the alliance.' }),
  }),
  z.strictObject({ by: z.literal('email'), to: address }),
  z.strictObject({ by: z.literal('webhook') }),
  z.strictObject({ by: z.literal('file') }),
])

const NewItem = z.strictObject({
  listing: z.uuid().meta({ description: 'An offer of the case.' }),
  capture: z.uuid().optional().meta({ description: 'The sealed capture that shows it.' }),
  reasons: text(10_000).optional().meta({ description: 'Facts of this offer: what it says.' }),
  evidence: z
    .array(
      z.strictObject({
        kind: z.enum(furtherEvidence),
        statement: text(2000).meta({ description: 'What it shows, and who says so.' }),
        capture: z.uuid().optional(),
      }),
    )
    .max(20)
    .default([]),
})

export const NoticeContent = z
  .strictObject({
    regime: z.string().min(1).max(100).default('eu-dsa'),
    ground: z.enum(noticeGrounds),
    claim: z.uuid().meta({ description: 'The approved claim on whose right it rests.' }),
    items: z.array(NewItem).min(1).max(200),
    reasons: text(10_000).optional().meta({ description: 'Facts that hold for every item.' }),
    territory: z
      .array(Territory)
      .max(300)
      .default([])
      .meta({ description: 'Where the offers are made: two-letter codes.' }),
    classes: z
      .array(z.int().min(1).max(45))
      .max(45)
      .default([])
      .meta({ description: 'Nice classes of the goods.' }),
    signatory: z.uuid().optional().meta({ description: 'The person who signs.' }),
    contact: address.optional().meta({ description: 'Where the answer shall go.' }),
    goodFaith: z.boolean().default(false),
    template: z.uuid().optional(),
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .default('en'),
    recipients: z.array(NewRecipient).max(20).default([]),
  })
  .meta({ id: 'NoticeContent' })
export type NoticeContent = z.output<typeof NoticeContent>

export const NewNotice = NoticeContent.extend({ case: z.uuid() }).meta({ id: 'NewNotice' })

export const ChangedNotice = NoticeContent.extend({
  version: z
    .int()
    .min(1)
    .meta({ description: 'Of the draft from which the change was made: what stands there now.' }),
}).meta({ id: 'ChangedNotice' })

const moment = z.iso.datetime()

export const NoticeSummary = z
  .object({
    id: z.uuid(),
    case: z.uuid(),
    caseTitle: z.string(),
    regime: z.string(),
    ground: z.enum(noticeGrounds),
    state: z.enum(noticeStates),
    marketplaces: z.array(z.string()).meta({ description: 'Where the offers stand.' }),
    items: z.int(),
    gone: z.int().meta({ description: 'How many of the offers are gone.' }),
    draftedAt: moment,
    sentAt: moment.nullable(),
    acknowledgedAt: moment.nullable(),
    decidedAt: moment.nullable(),
    outcome: z.enum(noticeOutcomes).nullable(),
    withdrawnAt: moment.nullable(),
    withdrawnCause: z.enum(withdrawalCauses).nullable(),
    remindAt: moment.nullable(),
  })
  .meta({ id: 'NoticeSummary' })
export type NoticeSummary = z.infer<typeof NoticeSummary>

export const NoticeInFull = NoticeSummary.extend({
  version: z.int().min(1).meta({ description: 'Counts the changes of the draft.' }),
  content: NoticeContent,
  offers: z.array(
    z.object({
      listing: z.uuid(),
      marketplace: z.string(),
      externalId: z.string(),
      url: z.string().nullable(),
      look: z.enum(takedownCheckResults),
      sentence: z.string().nullable(),
      lookedAt: moment.nullable(),
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
          '`by-hand`: it was saved as a file, and only a person can tell it where the file was handed in.',
      }),
      withdrawnAt: moment
        .nullable()
        .meta({ description: 'Null where nobody was told by Touchstone.' }),
      withdrawalMessage: z.uuid().nullable(),
      answered: z.record(z.string(), z.unknown()).nullable().meta({
        description:
          'What a marketplace inside let know last: states, decisions and measures, never a document.',
      }),
    }),
  ),
}).meta({ id: 'NoticeInFull' })
export type NoticeInFull = z.infer<typeof NoticeInFull>

const Said = z.object({
  code: z.string(),
  message: z.string(),
  item: z.int().nullable().meta({ description: 'Which item it is about, counted from nought.' }),
})

export const NoticeCheck = z
  .object({
    ok: z.boolean(),
    refusals: z
      .array(Said)
      .meta({ description: 'What keeps it from being sent, each a sentence.' }),
    warnings: z.array(Said),
  })
  .meta({ id: 'NoticeCheck' })
export type NoticeCheck = z.infer<typeof NoticeCheck>

export const NoticePreview = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string().meta({ description: 'The same text, escaped, for a page.' }),
    notice: Notice,
  })
  .meta({ id: 'NoticePreview' })
export type NoticePreview = z.infer<typeof NoticePreview>

export const NoticeRecord = z
  .object({
    position: z.int(),
    kind: z.enum(noticeEventKinds),
    data: z.record(z.string(), z.unknown()),
    at: moment,
    by: ActingParty,
  })
  .meta({ id: 'NoticeRecord' })
export type NoticeRecord = z.infer<typeof NoticeRecord>

export const Relisting = z
  .object({
    listing: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    seenAt: moment,
    as: z.enum(['same-id', 'same-seller', 'same-picture']).meta({
      description:
        'By what it is known: under the same id after it was gone, another offer of its seller, or one that shows the same picture.',
    }),
    item: z.int(),
  })
  .meta({ id: 'ReturnedOffer' })
export type Relisting = z.infer<typeof Relisting>

export const timelineSources = ['case', 'capture', 'proceeding', 'notice'] as const

export const TimelineEntry = z
  .object({
    at: moment,
    source: z.enum(timelineSources),
    id: z.uuid().meta({ description: 'Of the case, capture, proceeding or notice.' }),
    position: z.int(),
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    by: ActingParty,
  })
  .meta({ id: 'CourseEntry' })
export type TimelineEntry = z.infer<typeof TimelineEntry>

const params = z.strictObject({ id: z.uuid() })
const Reason = z.strictObject({ reason: text(2000) })

const VersionRead = z.object({
  version: z.coerce.number().int().min(1).optional().meta({
    description:
      'The version that was read. Where somebody has changed the draft since, it is refused with 409 and `/version`.',
  }),
})

export const noticeEndpoints = {
  ...noticeSettingsEndpoints,
  list: endpoint({
    method: 'GET',
    path: '/api/v1/notices',
    summary: 'The organisation’s notices, newest first',
    access: 'person',
    query: PageQuery.extend({
      case: z.uuid().optional(),
      state: z.enum(noticeStates).optional(),
      ground: z.enum(noticeGrounds).optional(),
      outcome: z.enum(noticeOutcomes).optional(),
      marketplace: text(200).optional().meta({ description: 'Where one of its offers stands.' }),
      waits: z.enum(noticeWaits).optional().meta({
        description:
          'Of those that were sent: `receipt` was not confirmed, or a `decision` is not known.',
      }),
    }),
    answer: pageOf(NoticeSummary),
  }),
  draft: endpoint({
    method: 'POST',
    path: '/api/v1/notices',
    summary: 'Drafts a notice about offers of a case; one may hold several',
    description:
      'A draft may lack anything; `check` says in sentences what keeps it from being sent.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    body: NewNotice,
    answer: NoticeInFull,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id',
    summary: 'A notice: its offers, to whom it went, how it stands',
    access: 'person',
    params,
    answer: NoticeInFull,
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/v1/notices/:id',
    summary: 'Writes a draft anew as a whole',
    description:
      'Made from a version that another has changed since, it is refused with 409 and `/version`: read it, and send what shall stand from there on. Its record tells of a person who goes on writing once in ten minutes, however often it is kept.',
    access: 'person',
    bodyLimit: bodyLimits.long,
    valueLimit: valueLimits.long,
    params,
    body: ChangedNotice,
    answer: NoticeInFull,
  }),
  check: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/check',
    summary: 'Everything that keeps a notice from being sent, and what should be looked at',
    access: 'person',
    params,
    answer: NoticeCheck,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/preview',
    summary: 'A notice as it would go out',
    access: 'person',
    params,
    answer: NoticePreview,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/document',
    summary: 'A notice as the PDF that goes out with it; of a draft as it would',
    description:
      'Latin, Cyrillic, Greek, Arabic and Chinese are drawn; letters of other scripts stand there by their code points.',
    access: 'person',
    params,
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/pdf',
  }),
  look: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/looks',
    summary:
      'Looks now whether the offers still stand, and asks marketplaces inside how far they are',
    access: 'person',
    params,
    answer: NoticeInFull,
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/send',
    summary: 'Sends a notice, or lays it before a second person where the organisation wants two',
    access: 'person',
    params,
    query: VersionRead,
    answer: NoticeInFull,
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/confirm',
    summary: 'Sends what somebody else has prepared',
    access: 'person',
    params,
    query: VersionRead,
    answer: NoticeInFull,
  }),
  reject: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/reject',
    summary: 'Gives what somebody else has prepared back as a draft, with the reason',
    access: 'person',
    params,
    body: Reason,
    answer: NoticeInFull,
  }),
  follow: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/answers',
    summary: 'Notes what a marketplace answered by other ways',
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
    answer: NoticeInFull,
  }),
  pursue: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/acts',
    summary:
      'Answers a question of a marketplace inside, complains of its decision, or tells it which body was turned to',
    description:
      'What comes of it stands in `answered` of the recipient: the decision on a complaint with its reasons, and of a seller’s answer the decision and its summary.',
    access: 'person',
    params,
    body: z.strictObject({
      organisation: text(100).optional().meta({
        description: 'Which marketplace, by its slug, where the notice went to several.',
      }),
      do: NoticeFollowUp,
    }),
    answer: NoticeInFull,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/notices/:id/withdraw',
    summary: 'Withdraws a notice from everybody who got it; asked again, it tells how far that is',
    description:
      'Of the causes only `mistaken` counts as overturned in the figures of accountability; it is meant where none is named.',
    access: 'person',
    params,
    body: Reason.extend({ cause: WithdrawalCause }),
    answer: NoticeInFull,
  }),
  record: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/record',
    summary: 'All that happened to a notice, in its order',
    access: 'person',
    params,
    answer: z.object({ items: z.array(NoticeRecord) }),
  }),
  returned: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/returned',
    summary: 'Offers that came back after the notice: the same id, seller or picture',
    access: 'person',
    params,
    answer: z.object({ items: z.array(Relisting) }),
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/v1/notices/:id/export',
    summary:
      'A notice as a file, for a portal or a program; that it was taken stands in its record',
    access: 'person',
    records: true,
    params,
    query: z.strictObject({ form: z.enum(['json', 'text']).default('json') }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  course: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/course',
    summary: 'All that happened about a case in one list, newest first',
    description:
      'The record of the case, captures of its offers, steps of its proceedings and what became of its notices.',
    access: 'person',
    params,
    query: PageQuery,
    answer: pageOf(TimelineEntry),
  }),
}
