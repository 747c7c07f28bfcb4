import { z } from 'zod'
import { StatementReadings } from './statement-readings.ts'
import { actionInput, Version } from '../api/action.ts'
import { Notice, noticeGrounds, withdrawalCauses } from './notice.ts'
import {
  measureEndReasons,
  measures,
  StatementOfReasons,
  statementFaultCodes,
} from './statement-of-reasons.ts'
import { verdicts } from '../listings/assessment.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf, bodyLimits } from '../api/endpoint.ts'
import { RowError } from '../listings/row-error.ts'
import { FollowUpAction, ModerationAction } from './moderation-actions.ts'
import { ReceivedNoticeState, noticeReceiptEndpoints } from './notice-receipt-endpoints.ts'
import { moderationSettingsEndpoints } from './moderation-settings-endpoints.ts'
import { misuseEndpoints } from './misuse-endpoints.ts'
import { moderationDecisionEndpoints, SellerLinkView } from './moderation-decision-endpoints.ts'
import { ProceedingSubjectView } from './proceeding-endpoints.ts'
import { bulkRestrictionEndpoints } from './bulk-restriction-endpoints.ts'

const Moment = z.iso.datetime()
const Day = z.iso.date()

/** One item of a notice, by position. */
const Place = z.strictObject({ id: z.uuid(), position: z.string().regex(/^\d{1,4}$/) })

const NotifierType = z.enum(['trusted-flagger', 'programme-member', 'normal'])

const NoticeSender = z.object({
  organisation: z.uuid().nullable().meta({ description: 'Null for external senders.' }),
  name: z.string().nullable().meta({
    description:
      'For an organisation, the name under which it sent the notice; for an external sender, the name given, if any.',
  }),
})

export const QueuedItemView = z
  .object({
    notice: z.uuid(),
    position: z.int(),
    proceeding: z.uuid(),
    state: ReceivedNoticeState,
    from: NoticeSender,
    notifierType: NotifierType.meta({ description: 'Status of the sender, determined in triage.' }),
    lifeSafety: z.boolean(),
    receivedAt: Moment,
    dueAt: Moment.nullable(),
    ground: z.enum(noticeGrounds).nullable(),
    listing: z.uuid().nullable(),
    title: z.string().nullable().meta({
      description: 'Title of the listing, as last submitted; null if the listing is unknown here.',
    }),
    named: z.string().nullable().meta({
      description: 'The first address or number that the notice gives for it.',
    }),
    verdict: z.enum(verdicts).nullable(),
    follows: z.array(z.object({ workflow: z.string(), state: z.string() })).meta({
      description: 'Workflow instances resulting from it that await an action.',
    }),
    others: z.int().meta({ description: 'Other items received about the same listing.' }),
  })
  .meta({ id: 'QueuedItemView' })
export type QueuedItemView = z.infer<typeof QueuedItemView>

const QueueQuery = PageQuery.extend({
  work: z.enum(['undecided', 'following']).default('undecided').meta({
    description:
      'Items to decide, or decided items with something left to do: a statement, a complaint, a dispute settlement body, a report, buyers, the notifier.',
  }),
  state: z
    .enum(['received', 'on-hold', 'triaged', 'in-review', 'information-requested'])
    .optional(),
  notifierType: NotifierType.optional(),
  ground: z.enum(noticeGrounds).optional(),
  urgent: z.literal('life').optional().meta({
    description: 'Only items possibly concerning life or safety.',
  }),
  due: z.literal('over').optional().meta({
    description: 'Only items with a missed deadline.',
  }),
})

const MeasureView = z.object({
  id: z.uuid(),
  measure: z.enum(measures),
  words: z.string().nullable(),
  proceeding: z.uuid(),
  instance: z.string(),
  listing: z.uuid().nullable(),
  seller: z.string().nullable(),
  territory: z.array(z.string()),
  startsOn: Day,
  endsOn: Day.nullable(),
  endedAt: Moment.nullable(),
  endReason: z.enum(measureEndReasons).nullable(),
})
export type MeasureView = z.infer<typeof MeasureView>

const MeasureInForceView = MeasureView.extend({ about: ProceedingSubjectView }).meta({
  id: 'MeasureInForceView',
})

const InstanceView = z.object({
  id: z.string(),
  workflow: z.string(),
  state: z.string(),
  since: Moment,
  facts: z.record(z.string(), z.unknown()),
  owed: z.array(z.object({ document: z.string(), to: z.string() })),
})

/** A statement of reasons as sent, with its database record. */
const SentStatement = z.object({
  instance: z.string(),
  text: z.string(),
  readings: StatementReadings,
  by: z.enum(['mail', 'own-channel']),
  to: z.string(),
  sentAt: Moment,
  filedAt: Moment.nullable(),
  record: z.record(z.string(), z.unknown()).nullable().meta({
    description: 'Record for the Transparency Database; null if none is due.',
  }),
})

/** A screenshot of the listing's page from a sealed capture. */
export const EvidencePictureView = z
  .object({
    sha256: z.string(),
    mediatype: z.string(),
    bytes: z.int(),
    sealedAt: Moment,
  })
  .meta({ id: 'EvidencePictureView' })
export type EvidencePictureView = z.infer<typeof EvidencePictureView>

/**
 * Information for buyers of an illegal product (Art. 32 DSA), drafted in English from stored data; nothing is sent.
 */
const InEachLanguage = z.object({ en: z.string(), id: z.string(), zh: z.string() })

const BuyersText = z.object({
  instance: z.string().meta({ description: 'The workflow instance for informing buyers.' }),
  tell: InEachLanguage.meta({
    description:
      'Text for each buyer whose contact details are held, in each language of the console.',
  }),
  publication: InEachLanguage.meta({
    description: 'Text for publication, if contact details are missing.',
  }),
  reviewed: z.boolean().meta({ description: 'Whether counsel has reviewed the text.' }),
  lines: z.array(z.object({ article: z.string(), verified: z.boolean() })),
})

export const ReceivedNoticeView = z
  .object({
    id: z.uuid(),
    from: NoticeSender,
    notice: Notice,
    elements: z.array(z.string()),
    missing: z.array(z.object({ element: z.string(), message: z.string() })),
    evidence: z.array(z.object({ sha256: z.string(), items: z.int() })),
    receivedAt: Moment,
    acknowledged: z.enum(['mail', 'response']).nullable(),
    withdrawnAt: Moment.nullable(),
    withdrawnReason: z.string().nullable(),
    withdrawnCause: z.enum(withdrawalCauses).nullable(),
    items: z.array(
      z.object({
        position: z.int(),
        proceeding: z.uuid(),
        version: Version,
        instance: z.string(),
        listing: z.uuid().nullable(),
        assessment: z
          .object({
            verdict: z.enum(verdicts),
            probability: z.number(),
            reason: z.string().nullable(),
            reasons: z.array(z.string()),
          })
          .nullable()
          .meta({ description: 'The engine’s signals for the listing, if it is known here.' }),
        others: z.array(
          z.object({ notice: z.uuid(), position: z.int(), state: ReceivedNoticeState }),
        ),
        pictures: z.array(EvidencePictureView).meta({
          description:
            'What the sealed captures show of the listing, redacted where the sender redacted it.',
        }),
        instances: z.array(InstanceView),
        measures: z.array(MeasureView),
        statements: z.array(SentStatement),
        buyersTexts: z.array(BuyersText),
      }),
    ),
  })
  .meta({ id: 'ReceivedNoticeView' })
export type ReceivedNoticeView = z.infer<typeof ReceivedNoticeView>

/** A restriction without a notice: of a listing on own initiative, or of a seller for misuse. */
export const RestrictionView = z
  .object({
    proceeding: z.uuid(),
    version: Version,
    about: z.enum(['listing', 'seller']),
    listing: z.uuid().nullable(),
    seller: z.string().nullable(),
    draft: z.record(z.string(), z.unknown()).nullable().meta({
      description: 'Draft statement of reasons based on the evidence, while one is due.',
    }),
    instances: z.array(InstanceView),
    measures: z.array(MeasureView),
    statements: z.array(SentStatement),
    buyersTexts: z.array(BuyersText),
  })
  .meta({ id: 'RestrictionView' })
export type RestrictionView = z.infer<typeof RestrictionView>

/** A notice after an action. */
export const ModerationActionView = ReceivedNoticeView.extend({ sellerLink: SellerLinkView }).meta({
  id: 'ModerationActionView',
})

export const RestrictionActionView = RestrictionView.extend({ sellerLink: SellerLinkView }).meta({
  id: 'RestrictionActionView',
})

/** A statement drafted from the evidence; a person completes the rest. */
export const StatementDraftView = z
  .object({
    draft: z.record(z.string(), z.unknown()),
    missing: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'StatementDraftView' })

/** The text of a statement, and what prevents sending it. */
export const StatementPreviewView = z
  .object({
    text: z.string().meta({ description: 'As the seller reads it.' }),
    readings: StatementReadings,
    faults: z.array(
      z.object({
        field: z.string(),
        message: z.string(),
        code: z.enum(statementFaultCodes),
        found: z.string().meta({ description: 'The word, day or field concerned; or empty.' }),
      }),
    ),
  })
  .meta({ id: 'StatementPreviewView' })

/** SHA-256 digest of a picture, which identifies it. */
export const PictureDigest = z.string().regex(/^[0-9a-f]{64}$/)
const OneNotice = z.strictObject({ id: z.uuid() })
const OneProceeding = z.strictObject({
  id: z.uuid().meta({ description: 'The proceeding, as identified in measures.' }),
})

/** Confirmation by the submitting program that the database accepted a record. */
const FilingInput = z.strictObject({
  puid: text(500).meta({ description: 'The platform’s own identifier, as in the record.' }),
  databaseId: text(200).meta({ description: 'Identifier assigned by the database.' }),
  duplicate: z.boolean().default(false).meta({
    description: 'Whether the database already knew the puid.',
  }),
})
export type FilingInput = z.infer<typeof FilingInput>

/** What a record for the Transparency Database concerns. */
const FilingSubjectView = z
  .object({
    puid: z.string(),
    proceeding: z.uuid(),
    listing: z.uuid().nullable(),
    about: ProceedingSubjectView,
    measures: z.array(z.enum(measures)),
    ground: z.string().meta({ description: 'The legal provision or clause relied on.' }),
    startsOn: z.iso.date(),
    dueAt: z.iso.datetime().nullable().meta({ description: 'When the record is to be filed.' }),
  })
  .meta({ id: 'FilingSubjectView' })
export type FilingSubjectView = z.infer<typeof FilingSubjectView>

const NotedFilingView = z.object({
  puid: z.string(),
  outcome: z.enum(['noted', 'known', 'refused']),
  databaseId: z
    .string()
    .nullable()
    .meta({ description: 'The identifier on record; null if there is none.' }),
  error: RowError.optional(),
})
export type NotedFilingView = z.infer<typeof NotedFilingView>

export const moderationEndpoints = {
  ...noticeReceiptEndpoints,
  ...moderationSettingsEndpoints,
  queue: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/items',
    summary: 'List items to decide: trusted flaggers first, then life and safety, then the oldest',
    access: 'moderation:read',
    records: true,
    query: QueueQuery,
    response: pageOf(QueuedItemView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/notices/:id',
    summary: 'Retrieve a received notice with everything that followed',
    access: 'moderation:read',
    records: true,
    params: OneNotice,
    response: ReceivedNoticeView,
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/notices/:id/evidence/:digest',
    summary: 'Retrieve a picture of a sealed capture attached to a notice',
    description:
      'Each view is recorded in the chain of custody, which the owner of the capture sees, and in the audit log with the viewer.',
    access: 'moderation:read',
    records: true,
    params: OneNotice.extend({ digest: PictureDigest }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/notices/:id/items/:position/actions',
    summary: 'Perform an action on an item',
    description:
      'Each action is a transition of the regime. An action that the regime does not allow, or one with a missing field, is refused with a message that cites the article, and changes nothing. API keys record what happened; people alone decide.',
    access: 'moderation:write',
    params: Place,
    body: actionInput('ModerationActionInput', ModerationAction),
    response: ModerationActionView,
  }),
  draft: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/notices/:id/items/:position/statement',
    summary: 'Draft a statement of reasons from the evidence, for a person to complete',
    access: 'moderation:read',
    records: true,
    params: Place,
    response: StatementDraftView,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/notices/:id/items/:position/statement-previews',
    summary: 'Preview a statement of reasons and any grounds for refusing it, without saving',
    access: 'moderation:read',
    params: Place,
    body: z.strictObject({
      instance: z.string().max(300).optional().meta({
        description: 'The restriction that the statement is for; omit it for one not decided yet.',
      }),
      statement: StatementOfReasons,
    }),
    response: StatementPreviewView,
  }),
  measures: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/measures',
    summary: 'List measures in force for all listings, one listing or one seller',
    access: 'moderation:read',
    query: PageQuery.extend({
      listing: z.uuid().optional(),
      seller: z.string().max(300).optional(),
    }),
    response: pageOf(MeasureInForceView),
  }),
  filings: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/filings',
    summary: 'List records not yet filed in the Transparency Database, at most one batch',
    access: 'filings:write',
    wholeOrganisation: true,
    response: z.object({
      statements: z.array(z.record(z.string(), z.unknown())),
      subjects: z.array(FilingSubjectView).meta({
        description: 'What each record concerns, by name; for members only.',
      }),
    }),
  }),
  noteFilings: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/filings',
    summary: 'Record filings in the Transparency Database by puid',
    description:
      'Each filing is recorded independently: a refused one does not stop the others, and repeating one has no effect.',
    access: 'filings:write',
    bodyLimit: bodyLimits.long,
    wholeOrganisation: true,
    body: z.strictObject({ filings: z.array(FilingInput).min(1).max(500) }),
    response: z.object({
      noted: z.int().meta({ description: 'Filings recorded now or earlier.' }),
      refused: z.int(),
      results: z.array(NotedFilingView),
    }),
  }),
  own: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/restrictions',
    summary: 'Propose to restrict a listing without a notice',
    description:
      'On own initiative, or on a report that is not a notice under Art. 16. Nothing takes effect until the statement of reasons is sent; see the actions on the restriction.',
    access: 'person',
    body: z.strictObject({
      listing: z.uuid(),
      source: z.enum(['own-initiative', 'terms-report']).default('own-initiative'),
    }),
    response: RestrictionView,
  }),
  readOwn: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/restrictions/:id',
    summary: 'Retrieve a restriction made without a notice, with everything that followed',
    access: 'moderation:read',
    records: true,
    params: OneProceeding,
    response: RestrictionView,
  }),
  previewOwn: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/restrictions/:id/statement-previews',
    summary:
      'Preview the statement of reasons of a restriction made without a notice, without saving',
    access: 'moderation:read',
    params: OneProceeding,
    body: z.strictObject({
      instance: z
        .string()
        .max(300)
        .meta({ description: 'The restriction that the statement is for.' }),
      statement: StatementOfReasons,
    }),
    response: StatementPreviewView,
  }),
  actOnOwn: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/restrictions/:id/actions',
    summary: 'Perform an action on a restriction made without a notice',
    description:
      'Each action is a transition of the regime, as for an item of a notice. Only admins suspend sellers for misuse; reversing the restriction lifts the suspension.',
    access: 'moderation:write',
    params: OneProceeding,
    body: actionInput('RestrictionActionInput', FollowUpAction),
    response: RestrictionActionView,
  }),
  ...misuseEndpoints,
  ...moderationDecisionEndpoints,
  ...bulkRestrictionEndpoints,
}
