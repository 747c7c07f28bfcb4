import { z } from 'zod'
import { action } from '../api/action.ts'
import { Notice, WithdrawalCause } from './notice.ts'
import { measures, restrictionStates } from './statement-of-reasons.ts'
import { text } from '../text.ts'
import { appealOutcomes } from './appeal-endpoints.ts'
import { endpoint, bodyLimits } from '../api/endpoint.ts'

const Moment = z.iso.datetime()
const Day = z.iso.date()

export const ReceivedNoticeState = z.enum([
  'received',
  'on-hold',
  'triaged',
  'in-review',
  'information-requested',
  'decided',
  'notifier-informed',
  'closed-without-contact',
  'withdrawn',
])

/** The part of an item that its notifier may see; none of the seller's documents. */
const ItemSeenByNotifier = z.object({
  position: z.int(),
  state: ReceivedNoticeState,
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
  restriction: z.enum(restrictionStates).nullable().meta({
    description:
      'What became of the decision to restrict: `pending` until it is imposed, `overturned` if it was reversed, `ended` if all measures are over for another reason. Null if nothing was restricted.',
  }),
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
    .array(z.object({ outcome: z.enum(appealOutcomes), summary: z.string(), decidedAt: Moment }))
    .meta({
      description:
        'The decision and summary of each decided appeal of the seller; never the seller’s text or documents.',
    }),
})

export const NoticeReceiptView = z
  .object({
    receivedAt: Moment,
    acknowledged: z.enum(['mail', 'response']).nullable(),
    withdrawnAt: Moment.nullable(),
    items: z.array(ItemSeenByNotifier),
  })
  .meta({ id: 'NoticeReceiptView' })
export type NoticeReceiptView = z.infer<typeof NoticeReceiptView>

export const Receipt = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({
    description: 'The code shown once, on receipt of the notice.',
  })

const pursuits = [
  action('respond', { position: z.int().min(0), text: text(10_000) }),
  action('complain', { position: z.int().min(0), grounds: text(10_000) }),
  action('refer', { position: z.int().min(0), body: text(300) }),
] as const

/** An action of a notifier on an item: answer a question, complain, refer to a dispute settlement body. */
export const NoticeFollowUp = z.discriminatedUnion('type', pursuits).meta({ id: 'NoticeFollowUp' })
export type NoticeFollowUp = z.infer<typeof NoticeFollowUp>

/** Actions of a notifier after sending a notice. */
export const NotifierAction = z
  .discriminatedUnion('type', [
    action('withdraw', { reason: text(2000), cause: WithdrawalCause }),
    ...pursuits,
  ])
  .meta({ id: 'NotifierAction' })
export type NotifierAction = z.infer<typeof NotifierAction>

/** Actions of the organisation that prepares and sends a notice. */
export const NoticeAction = z
  .discriminatedUnion('type', [
    action('send', {}),
    action('approve', {}),
    action('reject', { reason: text(2000) }),
    action('withdraw', {
      reason: text(2000),
      cause: WithdrawalCause.meta({
        description:
          'Only `mistaken`, which is the default, counts as a reversal in notice quality.',
      }),
    }),
    ...pursuits,
  ])
  .meta({ id: 'NoticeAction' })
export type NoticeAction = z.infer<typeof NoticeAction>

const FormSlug = z.strictObject({ slug: z.string().max(63) })

/** Receives notices without an account, and shows their notifiers the status. */
export const noticeReceiptEndpoints = {
  door: endpoint({
    method: 'GET',
    path: '/api/v1/marketplaces/:slug/notices',
    summary: 'Retrieve how to send a notice to a marketplace',
    access: 'open',
    params: FormSlug,
    response: z.object({ marketplace: z.string(), mostItems: z.int(), asks: z.array(z.string()) }),
  }),
  send: endpoint({
    method: 'POST',
    path: '/api/v1/marketplaces/:slug/notices',
    summary: 'Send a notice to a marketplace without an account',
    description:
      'The four elements of Art. 16(2) DSA are requested, but none is required: the response lists those missing, and the notice is received and decided regardless. Receipt is confirmed once. The code for following the notice is returned only once.',
    access: 'open',
    bodyLimit: bodyLimits.notice,
    takesAnyText: true,
    params: FormSlug,
    body: Notice,
    response: z.object({
      receipt: z.string(),
      receivedAt: Moment,
      items: z.int(),
      acknowledged: z.enum(['mail', 'response']),
      missing: z.array(z.object({ element: z.string(), message: z.string() })),
    }),
    statuses: [201],
  }),
  follow: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts',
    summary: 'Retrieve the status of a notice by its receipt code',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ receipt: Receipt }),
    response: NoticeReceiptView,
  }),
  actByReceipt: endpoint({
    method: 'POST',
    path: '/api/v1/notice-receipts/actions',
    summary: 'Reply, withdraw, complain or refer to dispute settlement, as the notifier',
    access: 'open',
    bodyLimit: bodyLimits.letter,
    body: z.strictObject({ receipt: Receipt, action: NotifierAction }),
    response: NoticeReceiptView,
  }),
}
