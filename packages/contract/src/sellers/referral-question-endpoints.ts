import { z } from 'zod'
import { action } from '../api/action.ts'
import { endpoint, PageQuery, pageOf, valueLimits } from '../api/endpoint.ts'
import { IdempotencyHeaders } from '../listings/listing-endpoints.ts'
import { text } from '../text.ts'
import { ReferralDetailView } from './referral-view.ts'

const Moment = z.iso.datetime()
const One = z.strictObject({ id: z.string() })

export const ReferralQuestionView = z
  .object({
    id: z.uuid(),
    items: z.array(z.string()),
    text: z.string(),
    askedAt: Moment,
    answer: z.string().nullable(),
    answeredAt: Moment.nullable(),
    supplement: z.uuid().nullable(),
  })
  .meta({ id: 'ReferralQuestionView' })
export type ReferralQuestionView = z.infer<typeof ReferralQuestionView>

export const SupplementView = z
  .object({
    id: z.uuid(),
    text: z.string(),
    state: z.enum(['awaiting-release', 'releasing', 'packing-failed', 'sent']),
    accounts: z.int().nullable().meta({ description: 'Counts, once it was packed.' }),
    listings: z.int().nullable(),
    submittedAt: Moment,
    sentAt: Moment.nullable(),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    package: ReferralDetailView.shape.package,
  })
  .meta({ id: 'SupplementView' })
export type SupplementView = z.infer<typeof SupplementView>

const refs = z.array(text(20)).max(1000)

/** Questions of recipients, and the supplements that answer them. */
export const referralQuestionEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/questions',
    summary: 'List the questions about a referral with their answers, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    params: One,
    query: PageQuery,
    response: pageOf(ReferralQuestionView),
  }),
  ask: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/questions',
    summary: 'Ask the sender about items of a received referral',
    access: 'outcomes:write',
    wholeOrganisation: true,
    headers: IdempotencyHeaders,
    params: One,
    body: z
      .strictObject({
        items: refs.default([]).meta({ description: 'Empty if it concerns the whole referral.' }),
        text: text(4000),
      })
      .meta({ id: 'ReferralQuestionInput' }),
    response: ReferralQuestionView,
    statuses: [201],
  }),
  answer: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/questions/:question/actions',
    summary: 'Answer a question about a referral',
    access: 'person',
    wholeOrganisation: true,
    params: One.extend({ question: z.string() }),
    body: z
      .strictObject({
        action: action('answer', {
          text: text(8000),
          supplement: z.uuid().optional().meta({ description: 'One that was submitted for it.' }),
        }),
      })
      .meta({ id: 'ReferralQuestionActionInput' }),
    response: ReferralQuestionView,
  }),
} as const

export const SupplementAction = z.discriminatedUnion('type', [
  action('release', {}),
  action('retry', {}),
])

export const referralSupplementEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/supplements',
    summary: 'List the supplements of a referral, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    params: One,
    response: z.object({ items: z.array(SupplementView) }),
  }),
  submit: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/supplements',
    summary: 'Submit a further package to a sent referral for release',
    access: 'person',
    wholeOrganisation: true,
    valueLimit: valueLimits.usual,
    params: One,
    body: z
      .strictObject({
        text: text(8000).meta({ description: 'What it adds.' }),
        accounts: z.array(z.uuid()).max(1000).default([]),
        listings: z.array(z.uuid()).max(5000).default([]),
      })
      .meta({ id: 'SupplementInput' }),
    response: SupplementView,
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/supplements/:supplement/actions',
    summary: 'Release a supplement that another person submitted, or have its package made again',
    access: 'person',
    wholeOrganisation: true,
    params: One.extend({ supplement: z.string() }),
    body: z.strictObject({ action: SupplementAction }).meta({ id: 'SupplementActionInput' }),
    response: SupplementView,
  }),
} as const
