import { z } from 'zod'
import { Notice, noticeGrounds, WithdrawalCause, withdrawalCauses } from '../notice.ts'
import { measures, StatementOfReasons } from '../statement-of-reasons.ts'
import { verdicts } from '../assessment.ts'
import { text } from '../text.ts'
import { answerOutcomes, sellerLanguages } from './answers.ts'
import { endpoint, PageQuery, pageOf } from './endpoint.ts'
import { ReceptionAct } from './reception-acts.ts'

const Moment = z.iso.datetime()
const Day = z.iso.date()
const Country = z.string().regex(/^[A-Z]{2}$/)

/** Wherever several items came in one notice: one of them. */
const Place = z.strictObject({ id: z.uuid(), position: z.string().regex(/^\d{1,4}$/) })

const SellerLinkSettings = z.strictObject({
  send: z.boolean().default(true).meta({
    description:
      'Whether a seller whose offer is restricted gets a link to the page on which it answers.',
  }),
  days: z.int().min(1).max(200).default(184).meta({
    description: 'How long it opens; at first as long as the shortest window for complaints.',
  }),
  locale: z.enum(sellerLanguages).default('en').meta({ description: 'Of the words around it.' }),
  ownWay: text(500).optional().meta({
    description:
      'How a seller finds the same on your own site; where complaints go, where nothing is said.',
  }),
})

export const ReceptionSettings = z
  .strictObject({
    profile: z
      .strictObject({
        tier: z.enum(['hosting', 'platform', 'marketplace']),
        sizeClass: z.enum(['micro', 'small', 'other']),
        sizeLostOn: Day.optional().meta({
          description: 'Since when it is no longer small: twelve months follow, as before.',
        }),
        vlopDesignatedOn: Day.optional(),
      })
      .meta({ description: 'Decides which duties bind, with the exemptions by size.' }),
    settings: z
      .record(z.string().max(100), z.union([z.number(), z.boolean()]))
      .default({})
      .meta({ description: 'Numbers and switches that the law leaves open, by their names.' }),
    door: z.enum(['open', 'closed']).meta({
      description: 'Whether strangers may send notices to /api/v1/marketplaces/:slug/notices.',
    }),
    texts: z.strictObject({
      platform: text(200).meta({ description: 'As people know it.' }),
      complaints: text(500).meta({ description: 'Where complaints are taken.' }),
      bodies: text(500).meta({ description: 'Which out-of-court bodies there are.' }),
      court: text(500),
      territory: z.array(Country).min(1).max(40).meta({
        description: 'Where its measures hold unless a decision says otherwise.',
      }),
    }),
    sellerLink: SellerLinkSettings.default({ send: true, days: 184, locale: 'en' }),
  })
  .meta({ id: 'ReceptionSettings' })
export type ReceptionSettings = z.infer<typeof ReceptionSettings>

export const KeptReceptionSettings = ReceptionSettings.extend({
  version: z.int(),
  setBy: z.object({ kind: z.string(), id: z.string() }),
  setAt: Moment,
  duties: z.array(z.object({ duty: z.string(), applies: z.boolean(), because: z.string() })).meta({
    description: 'Each duty of the regime, with whether it binds today and why.',
  }),
}).meta({ id: 'KeptReceptionSettings' })

export const FlaggerInput = z
  .strictObject({
    rank: z.enum(['art22', 'house']).meta({
      description: 'A trusted flagger as a coordinator lists it, or the house’s own programme.',
    }),
    name: text(300),
    member: z.uuid().optional().meta({
      description: 'The organisation of this installation that it is, as its notices name it.',
    }),
    awardedBy: text(200).meta({ description: 'The coordinator; for the house’s own, the house.' }),
    areas: z
      .array(z.enum(noticeGrounds))
      .min(1)
      .max(20)
      .meta({ description: 'For which grounds.' }),
    status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']).meta({
      description: 'As it is listed: a platform gives and takes no status.',
    }),
    source: text(500).meta({ description: 'Where it was read.' }),
    listedOn: Day.meta({ description: 'The day on which it was read.' }),
  })
  .meta({ id: 'FlaggerInput' })

export const Flagger = FlaggerInput.omit({ member: true })
  .extend({
    id: z.uuid(),
    member: z.uuid().nullable(),
    reports: z.int().meta({ description: 'How often misuse was reported to the coordinator.' }),
  })
  .meta({ id: 'Flagger' })

const NoticeState = z.enum([
  ...(['RECEIVED', 'HELD', 'TRIAGED', 'IN_REVIEW', 'NEED_INFO', 'DECIDED'] as const),
  ...(['NOTIFIER_INFORMED', 'CLOSED_WITHOUT_CONTACT', 'WITHDRAWN'] as const),
])

/** What a notifier may know of one item; nothing of a seller's documents. */
const ItemSeenByNotifier = z.object({
  position: z.int(),
  state: NoticeState,
  question: z.string().nullable(),
  decision: z
    .object({
      outcome: z.string(),
      summary: z.string(),
      automated: z.string(),
      decidedAt: Moment,
      redress: z.array(z.string()),
    })
    .nullable(),
  measures: z.array(
    z.object({
      measure: z.enum(measures),
      startsOn: Day,
      endsOn: Day.nullable(),
      holds: z.boolean(),
    }),
  ),
  complaint: z
    .object({ state: z.string(), until: Day.nullable(), decision: z.string().nullable() })
    .nullable(),
  answers: z
    .array(z.object({ outcome: z.enum(answerOutcomes), summary: z.string(), decidedAt: Moment }))
    .meta({
      description:
        'Of each answer of the seller that was decided on, the decision and its summary; never the seller’s words or documents.',
    }),
})

export const NoticeReceipt = z
  .object({
    receivedAt: Moment,
    acknowledged: z.enum(['mail', 'answer']).nullable(),
    withdrawnAt: Moment.nullable(),
    items: z.array(ItemSeenByNotifier),
  })
  .meta({ id: 'NoticeReceipt' })
export type NoticeReceipt = z.infer<typeof NoticeReceipt>

export const Receipt = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({
    description: 'The code that was shown once, when the notice came.',
  })

const pursuits = [
  z.strictObject({ act: z.literal('answer'), position: z.int().min(0), text: text(10_000) }),
  z.strictObject({ act: z.literal('complain'), position: z.int().min(0), grounds: text(10_000) }),
  z.strictObject({ act: z.literal('refer'), position: z.int().min(0), body: text(300) }),
] as const

/** What whoever sent a notice does about one of its items: answers a question, complains, turns to a body. */
export const NoticePursuit = z.discriminatedUnion('act', pursuits).meta({ id: 'NoticePursuit' })
export type NoticePursuit = z.infer<typeof NoticePursuit>

/** What whoever sent a notice may do with it afterwards. */
export const NotifierAct = z
  .discriminatedUnion('act', [
    z.strictObject({ act: z.literal('withdraw'), reason: text(2000), cause: WithdrawalCause }),
    ...pursuits,
  ])
  .meta({ id: 'NotifierAct' })
export type NotifierAct = z.infer<typeof NotifierAct>

const Rank = z.enum(['art22', 'house', 'normal'])

const NoticeSender = z.object({
  organisation: z.uuid().nullable().meta({ description: 'Null for somebody from outside.' }),
  name: z.string().nullable().meta({
    description:
      'Of an organisation the name under which it sent; of a stranger as given, where one was.',
  }),
})

export const QueuedItem = z
  .object({
    notice: z.uuid(),
    position: z.int(),
    proceeding: z.uuid(),
    state: NoticeState,
    from: NoticeSender,
    rank: Rank.meta({ description: 'As what its sender comes; settled by the triage.' }),
    lifeSafety: z.boolean(),
    receivedAt: Moment,
    dueAt: Moment.nullable(),
    ground: z.enum(noticeGrounds).nullable(),
    listing: z.uuid().nullable(),
    title: z.string().nullable().meta({
      description: 'Of the offer, as it was sent last; null where it is not known here.',
    }),
    named: z.string().nullable().meta({
      description: 'The first address or number by which the notice names it.',
    }),
    verdict: z.enum(verdicts).nullable(),
    follows: z.array(z.object({ machine: z.string(), state: z.string() })).meta({
      description: 'What came of it and waits for somebody.',
    }),
    others: z.int().meta({ description: 'Other items received about the same offer.' }),
  })
  .meta({ id: 'QueuedItem' })
export type QueuedItem = z.infer<typeof QueuedItem>

const QueueQuery = PageQuery.extend({
  work: z.enum(['undecided', 'following']).default('undecided').meta({
    description:
      'Items to decide on; or those that were decided and of which something is still to be done: a statement, a complaint, a body, a report, buyers, the notifier.',
  }),
  state: z.enum(['RECEIVED', 'HELD', 'TRIAGED', 'IN_REVIEW', 'NEED_INFO']).optional(),
  rank: Rank.optional(),
  ground: z.enum(noticeGrounds).optional(),
  urgent: z.literal('life').optional().meta({
    description: 'Only what may be about life or safety.',
  }),
  due: z.literal('over').optional().meta({
    description: 'Only where a clock of the item is over.',
  }),
})

const MeasureHeld = z.object({
  id: z.uuid(),
  measure: z.enum(measures),
  words: z.string().nullable(),
  proceeding: z.uuid(),
  matter: z.string(),
  listing: z.uuid().nullable(),
  seller: z.string().nullable(),
  territory: z.array(z.string()),
  startsOn: Day,
  endsOn: Day.nullable(),
  endedAt: Moment.nullable(),
  endedBecause: z.enum(['expired', 'reversed', 'varied', 'withdrawn']).nullable(),
})
export type MeasureHeld = z.infer<typeof MeasureHeld>

const MatterShown = z.object({
  id: z.string(),
  machine: z.string(),
  state: z.string(),
  since: Moment,
  facts: z.record(z.string(), z.unknown()),
  owed: z.array(z.object({ document: z.string(), to: z.string() })),
})

/** A statement of reasons as its recipient got it, with the record that it left. */
const SentStatement = z.object({
  matter: z.string(),
  text: z.string(),
  by: z.enum(['mail', 'own-channel']),
  to: z.string(),
  sentAt: Moment,
  filedAt: Moment.nullable(),
  record: z.record(z.string(), z.unknown()).nullable().meta({
    description: 'For the Transparency Database; null where none is due.',
  }),
})

export const ReceivedNotice = z
  .object({
    id: z.uuid(),
    from: NoticeSender,
    notice: Notice,
    elements: z.array(z.string()),
    asked: z.array(z.object({ element: z.string(), message: z.string() })),
    evidence: z.array(z.object({ sha256: z.string(), items: z.int() })),
    receivedAt: Moment,
    acknowledged: z.enum(['mail', 'answer']).nullable(),
    withdrawnAt: Moment.nullable(),
    withdrawnReason: z.string().nullable(),
    withdrawnCause: z.enum(withdrawalCauses).nullable(),
    items: z.array(
      z.object({
        position: z.int(),
        proceeding: z.uuid(),
        matter: z.string(),
        listing: z.uuid().nullable(),
        assessment: z
          .object({
            verdict: z.enum(verdicts),
            probability: z.number(),
            reason: z.string().nullable(),
            reasons: z.array(z.string()),
          })
          .nullable()
          .meta({ description: 'What the engine says of the offer, where it is known here.' }),
        others: z.array(z.object({ notice: z.uuid(), position: z.int(), state: NoticeState })),
        matters: z.array(MatterShown),
        measures: z.array(MeasureHeld),
        statements: z.array(SentStatement),
      }),
    ),
  })
  .meta({ id: 'ReceivedNotice' })
export type ReceivedNotice = z.infer<typeof ReceivedNotice>

/** A notice after something was done about it. */
export const ActedOnNotice = ReceivedNotice.extend({
  sellerLink: z
    .object({ url: z.string(), text: z.string(), reviewed: z.boolean(), expiresAt: Moment })
    .nullable()
    .meta({
      description:
        'Where your own channel tells the seller of a restriction: the address of the page on which it answers, with words to send it in. It is told this once.',
    }),
}).meta({ id: 'ActedOnNotice' })

/** A statement as far as the evidence tells it; a person completes what is missing. */
export const StatementDraft = z
  .object({
    draft: z.record(z.string(), z.unknown()),
    missing: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'StatementDraft' })

/** What a statement would say, and what keeps it from being sent. */
export const StatementPreview = z
  .object({
    text: z.string().meta({ description: 'As the seller would read it.' }),
    faults: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'StatementPreview' })

const Misuse = z.object({
  id: z.uuid(),
  role: z.enum(['seller', 'notifier', 'complainant']),
  label: z.string(),
  proceeding: z.uuid(),
  state: z.string(),
  since: Moment,
  strikes: z.int().nullable().meta({
    description: 'Of a seller: decisions against it that stand; what was undone counts no more.',
  }),
})

export const MisuseAct = z
  .discriminatedUnion('act', [
    z.strictObject({ act: z.literal('warn'), warning: text(10_000) }),
    z.strictObject({
      act: z.literal('suspend'),
      absoluteNumber: z.int().min(0),
      windowDays: z.int().min(0),
      share: z.number().min(0).max(1),
      gravity: text(2000),
      intention: text(2000),
      manifest: z.boolean(),
      frequent: z.boolean(),
      until: Day,
      counsel: text(2000).optional(),
    }),
    z.strictObject({ act: z.literal('lift') }),
    z.strictObject({
      act: z.literal('impose'),
      statement: StatementOfReasons,
      deliver: z.strictObject({ by: z.enum(['mail', 'own-channel']), to: text(320) }),
    }),
  ])
  .meta({ id: 'MisuseAct' })
export type MisuseAct = z.infer<typeof MisuseAct>

const OneNotice = z.strictObject({ id: z.uuid() })
const Door = z.strictObject({ slug: z.string().max(63) })

export const receptionEndpoints = {
  door: endpoint({
    method: 'GET',
    path: '/api/v1/marketplaces/:slug/notices',
    summary: 'Says where and how anybody can send a marketplace a notice',
    access: 'open',
    params: Door,
    answer: z.object({ marketplace: z.string(), mostItems: z.int(), asks: z.array(z.string()) }),
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/v1/marketplaces/:slug/notices',
    summary: 'Sends a marketplace a notice, without an account',
    description:
      'The four elements of Art. 16(2) DSA are asked for and none is demanded: what lacks is named in the answer, and the notice is received and decided all the same. Receipt is confirmed once. The code in the answer is shown this once; with it the notice is followed.',
    access: 'open',
    params: Door,
    body: Notice,
    answer: z.object({
      receipt: z.string(),
      receivedAt: Moment,
      items: z.int(),
      acknowledged: z.enum(['mail', 'answer']),
      asked: z.array(z.object({ element: z.string(), message: z.string() })),
    }),
    statuses: [201],
  }),
  follow: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts',
    summary: 'Says how a notice stands, to whoever knows its code',
    access: 'open',
    body: z.strictObject({ receipt: Receipt }),
    answer: NoticeReceipt,
  }),
  actByReceipt: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/acts',
    summary: 'Answers, withdraws, complains or refers, for whoever sent a notice',
    access: 'open',
    body: z.strictObject({ receipt: Receipt, do: NotifierAct }),
    answer: NoticeReceipt,
  }),
  settings: endpoint({
    method: 'GET',
    path: '/api/v1/reception/settings',
    summary: 'What the marketplace is under law, what it says to people, and who set it',
    access: 'person',
    answer: z.object({ current: KeptReceptionSettings.nullable() }),
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/reception/settings',
    summary: 'Sets it, for what comes from now on',
    access: 'person',
    body: ReceptionSettings,
    answer: KeptReceptionSettings,
  }),
  flaggers: endpoint({
    method: 'GET',
    path: '/api/v1/reception/flaggers',
    summary: 'Trusted flaggers and notifiers of the house’s own programme',
    access: 'person',
    answer: z.object({ items: z.array(Flagger) }),
  }),
  putFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/reception/flaggers',
    summary: 'Takes over what a list says of one of them, by its name',
    access: 'person',
    body: FlaggerInput,
    answer: Flagger,
  }),
  reportFlagger: endpoint({
    method: 'POST',
    path: '/api/v1/reception/flaggers/:id/reports',
    summary: 'Notes a report of misuse to the coordinator, who alone takes the status',
    access: 'person',
    params: OneNotice,
    body: z.strictObject({ explanation: text(10_000), unfounded: z.int().min(1) }),
    answer: Flagger,
  }),
  queue: endpoint({
    method: 'GET',
    path: '/api/v1/reception/items',
    summary: 'Items to decide on: flaggers first, then life and safety, then the oldest',
    access: 'person',
    query: QueueQuery,
    answer: pageOf(QueuedItem),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/reception/notices/:id',
    summary: 'One notice with all that followed',
    access: 'person',
    params: OneNotice,
    answer: ReceivedNotice,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/reception/notices/:id/items/:position/acts',
    summary: 'Does one thing about an item',
    description:
      'Each is a step of the regime: what it does not allow, or a field that lacks, is refused in a sentence with its article and leaves all as it was.',
    access: 'person',
    params: Place,
    body: ReceptionAct,
    answer: ActedOnNotice,
  }),
  draft: endpoint({
    method: 'GET',
    path: '/api/v1/reception/notices/:id/items/:position/statement',
    summary: 'A statement of reasons as far as the evidence tells it, for a person to complete',
    access: 'person',
    params: Place,
    answer: StatementDraft,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/reception/notices/:id/items/:position/statement',
    summary: 'Says how a statement of reasons would read, and what would refuse it; keeps nothing',
    access: 'person',
    params: Place,
    body: z.strictObject({
      matter: z.string().max(300).optional().meta({
        description: 'The restriction that it is for; without it, one that is still to be decided.',
      }),
      statement: StatementOfReasons,
    }),
    answer: StatementPreview,
  }),
  measures: endpoint({
    method: 'GET',
    path: '/api/v1/reception/measures',
    summary: 'What holds now, of all offers, of one or of a seller',
    access: 'person',
    query: PageQuery.extend({
      listing: z.uuid().optional(),
      seller: z.string().max(300).optional(),
    }),
    answer: pageOf(MeasureHeld),
  }),
  filings: endpoint({
    method: 'GET',
    path: '/api/v1/reception/filings',
    summary: 'Records for the Transparency Database that are not filed yet, at most one batch',
    access: 'person',
    answer: z.object({ statements: z.array(z.record(z.string(), z.unknown())) }),
  }),
  misuse: endpoint({
    method: 'GET',
    path: '/api/v1/reception/misuse',
    summary: 'Who was warned or suspended, in which role',
    access: 'person',
    answer: z.object({ items: z.array(Misuse) }),
  }),
  watch: endpoint({
    method: 'POST',
    path: '/api/v1/reception/misuse',
    summary: 'Begins the record of one person in one role',
    access: 'person',
    body: z.discriminatedUnion('role', [
      z.strictObject({
        role: z.enum(['notifier', 'complainant']),
        notice: z.uuid().meta({ description: 'A notice of that person’s.' }),
      }),
      z.strictObject({ role: z.literal('seller'), seller: text(300) }),
    ]),
    answer: Misuse,
  }),
  actOnMisuse: endpoint({
    method: 'POST',
    path: '/api/v1/reception/misuse/:id/acts',
    summary: 'Warns, suspends after a warning, or lifts',
    access: 'person',
    params: OneNotice,
    body: MisuseAct,
    answer: Misuse,
  }),
}
