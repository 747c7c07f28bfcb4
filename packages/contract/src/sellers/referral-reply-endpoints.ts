import { z } from 'zod'
import { action } from '../api/action.ts'
import { bodyLimits, endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'
import {
  OutcomeReportInput,
  referralItemKinds,
  referralItemStatuses,
  referralOutcomes,
} from './referral.ts'

const Moment = z.iso.datetime()
const One = z.strictObject({ id: z.string() })

/** Longest time in days for which a reply link opens. */
export const maxReplyLinkDays = 180

export const ReplyLinkView = z
  .object({
    id: z.uuid(),
    createdAt: Moment,
    expiresAt: Moment,
    revokedAt: Moment.nullable(),
    lastUsedAt: Moment.nullable(),
  })
  .meta({ id: 'ReplyLinkView' })
export type ReplyLinkView = z.infer<typeof ReplyLinkView>

/** Links by which a recipient without an account replies. */
export const replyLinkEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/reply-links',
    summary: 'List the reply links of a sent referral, newest first',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    response: z.object({ items: z.array(ReplyLinkView) }),
  }),
  issue: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/reply-links',
    summary: 'Issue a link by which a recipient without an account replies',
    description: 'Revokes the earlier one. The token is returned only once.',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: z
      .strictObject({ days: z.int().min(1).max(maxReplyLinkDays).default(90) })
      .meta({ id: 'ReplyLinkInput' }),
    response: z
      .object({ link: ReplyLinkView, token: z.string() })
      .meta({ id: 'IssuedReplyLinkView' }),
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/reply-links/:link/actions',
    summary: 'Revoke a reply link',
    access: 'person',
    wholeOrganisation: true,
    params: One.extend({ link: z.string() }),
    body: z.strictObject({ action: action('revoke', {}) }).meta({ id: 'ReplyLinkActionInput' }),
    response: ReplyLinkView,
  }),
} as const

const Token = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'Of the link.' })

/** What a notice about a referral can say. */
export const referralNoticeKinds = [
  'cleared',
  'withdrawn-elsewhere',
  'contest-upheld',
  'contested',
  'erased',
  'answer-upheld',
  'seller-cleared',
  'decision-reversed',
] as const

/** Most items that one response lists. */
export const replyPageItems = 200

export const ReferralReplyView = z
  .object({
    number: z.string(),
    sender: z.string(),
    recipient: z.string(),
    state: z.enum(['sent', 'acknowledged', 'closed', 'withdrawn']),
    sentAt: Moment,
    acknowledgedAt: Moment.nullable(),
    withdrawnAt: Moment.nullable(),
    expiresAt: Moment.meta({ description: 'When the link stops opening.' }),
    counts: z.object({ accounts: z.int(), links: z.int(), listings: z.int(), unused: z.int() }),
    items: z
      .array(
        z.object({
          ref: z.string(),
          kind: z.enum(referralItemKinds),
          marketplace: z.string().nullable(),
          status: z.enum(referralItemStatuses).nullable(),
          outcomes: z.array(z.enum(referralOutcomes)),
        }),
      )
      .meta({
        description: `By reference alone: names, addresses and evidence are in the package. At most ${replyPageItems}; empty once the referral is withdrawn.`,
      }),
    next: z.int().nullable().meta({ description: 'Where the next items begin.' }),
    questions: z.array(
      z.object({
        items: z.array(z.string()),
        text: z.string(),
        askedAt: Moment,
        answer: z.string().nullable(),
        answeredAt: Moment.nullable(),
      }),
    ),
    reports: z.array(
      z.object({
        proceeding: z.string(),
        outcome: z.enum(referralOutcomes),
        items: z.array(z.string()),
        happenedOn: z.iso.date(),
        reportedAt: Moment,
      }),
    ),
    notices: z.array(
      z.object({
        at: Moment,
        kind: z.enum(referralNoticeKinds).nullable().meta({
          description: 'What the text says, for pages in other languages; null if unknown.',
        }),
        text: z.string(),
        items: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'ReferralReplyView' })
export type ReferralReplyView = z.infer<typeof ReferralReplyView>

const key = z.uuid().optional().meta({ description: 'Repeated under it, the action is done once.' })

export const ReferralReplyAction = z
  .discriminatedUnion('type', [
    action('acknowledge', {}),
    action('ask', { items: z.array(text(20)).max(1000).default([]), text: text(4000), key }),
    action('report', {
      report: OutcomeReportInput.omit({ letter: true }).extend({
        items: z.array(text(20)).min(1).max(1000),
      }),
      key,
    }),
  ])
  .meta({ id: 'ReferralReplyAction' })
export type ReferralReplyAction = z.output<typeof ReferralReplyAction>

/** The reply page of recipients without an account. */
export const referralReplyEndpoints = {
  read: endpoint({
    method: 'POST',
    path: '/api/v1/referral-replies',
    summary: 'Retrieve what a referral contains, by the token of a reply link',
    description: 'Each retrieval is in the chain of custody of the sender.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ token: Token, from: z.int().min(0).default(0) }),
    response: ReferralReplyView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/referral-replies/actions',
    summary: 'Acknowledge a referral, ask about its items or report an outcome, by a reply link',
    access: 'open',
    bodyLimit: bodyLimits.letter,
    body: z.strictObject({ token: Token, action: ReferralReplyAction }),
    response: ReferralReplyView,
  }),
} as const
