import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { text } from '../text.ts'
import { AppealDocumentView, maxAppealDocuments } from './appeal-endpoints.ts'
import { EmptyView, endpoint, bodyLimits } from '../api/endpoint.ts'
import { emailUpdatesEndpoints } from './email-updates-endpoints.ts'
import { proofKinds } from './proof-request-endpoints.ts'
import { referralContestStates } from '../sellers/referral.ts'
import { StatementReadings } from './statement-readings.ts'
import { PictureDigest, EvidencePictureView } from './moderation-endpoints.ts'

/** State of a case for its seller. */
export const sellerStates = [
  'open',
  'submitted',
  'in-review',
  'upheld',
  'rejected',
  'accepted',
  'not-accepted',
  'request-withdrawn',
  'closed',
] as const

const moment = z.iso.datetime().nullable()

/** The seller's view of a case, and their possible actions. */
export const SellerPageView = z
  .object({
    link: z.uuid(),
    kind: z.enum(['measure', 'proof']),
    marketplace: z.string(),
    ownChannel: z.string(),
    reference: z.string(),
    state: z.enum(sellerStates),
    listing: z.object({ id: z.string(), title: z.string(), url: z.string().nullable() }).nullable(),
    claimed: z.string().nullable(),
    right: z.string().nullable(),
    notifier: z.string().nullable(),
    facts: z.string().nullable(),
    evidence: z.array(z.object({ title: z.string(), at: moment, sha256: z.string().nullable() })),
    pictures: z.array(EvidencePictureView),
    measures: z.array(z.string()),
    since: z.string().nullable().meta({ description: 'A day, for example 2026-11-26.' }),
    until: z.string().nullable(),
    territory: z.array(z.string()),
    statement: z.string().nullable(),
    readings: StatementReadings.nullable(),
    reason: z.string().nullable(),
    accepts: z.array(z.enum(proofKinds)),
    dueAt: moment.meta({ description: 'The first moment at which an appeal is too late.' }),
    submission: z
      .object({
        words: z.string().nullable(),
        submittedAt: z.iso.datetime(),
        documents: z.array(AppealDocumentView.omit({ id: true })),
      })
      .nullable(),
    decision: z.object({ reasons: z.string().nullable(), decidedAt: z.iso.datetime() }).nullable(),
    referredTo: z.string().nullable(),
    may: z.array(z.enum(['submit', 'withdraw', 'refer'])),
    referrals: z
      .array(
        z.object({
          id: z.uuid(),
          number: z.string(),
          recipient: z.string(),
          sentAt: z.iso.datetime(),
          withdrawnAt: moment,
          listings: z.int().meta({ description: 'The seller’s listings in it.' }),
          rehearsal: z.boolean().meta({
            description: 'Whether its documents are marked for rehearsal only.',
          }),
          mayContest: z.boolean(),
          contest: z
            .object({
              text: z.string().nullable(),
              at: z.iso.datetime(),
              state: z.enum(referralContestStates),
              reason: z.string().nullable(),
              decidedAt: moment,
            })
            .nullable(),
        }),
      )
      .meta({
        description:
          'Referrals that name the seller, as far as the law of the template lets them know; none that a confidentiality hold or an asked-for silence covers.',
      }),
    linkEndsAt: z.iso.datetime(),
  })
  .meta({ id: 'SellerPageView' })
export type SellerPageView = z.infer<typeof SellerPageView>

export const SellerAction = z
  .discriminatedUnion('type', [
    action('withdraw', {}),
    action('contest-referral', {
      referral: z.uuid(),
      text: text(4000).meta({ description: 'Why what it reports of the seller is wrong.' }),
    }),
    action('refer', { body: text(300).meta({ description: 'The certified body.' }) }),
  ])
  .meta({ id: 'SellerAction' })
export type SellerAction = z.infer<typeof SellerAction>

const OfLink = z.strictObject({ link: z.uuid() })

/** The endpoints of the seller’s page, for callers with a link and without an account. */
export const sellerEndpoints = {
  open: endpoint({
    method: 'POST',
    path: '/api/v1/seller/session',
    summary: 'Open a one-time link and bind it to this browser',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    response: z.object({ link: z.uuid() }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/seller/appeal-links/:link',
    summary: 'Retrieve the restriction or proof request as shown to the seller',
    description:
      'Facts that the server wrote are in the first language of `Accept-Language` that statements of reasons have, else in English; what people wrote stays unchanged.',
    access: 'open',
    records: true,
    params: OfLink,
    response: SellerPageView,
  }),
  picture: endpoint({
    method: 'GET',
    path: '/api/v1/seller/appeal-links/:link/evidence/:digest',
    summary: 'Retrieve a picture of the seller’s own page attached to the notice',
    access: 'open',
    records: true,
    params: OfLink.extend({ digest: PictureDigest }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'image/*',
  }),
  submit: endpoint({
    method: 'POST',
    path: '/api/v1/seller/appeal-links/:link/submissions',
    summary: 'Submit an appeal or proof, with text and documents',
    access: 'open',
    bodyLimit: bodyLimits.answer,
    params: OfLink,
    body: z.strictObject({
      words: text(10_000),
      locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,8})?$/),
      documents: z
        .array(
          z.strictObject({
            name: text(200),
            content: z.base64().min(4).meta({ description: 'PDF, PNG or JPEG; at most 10 MiB.' }),
          }),
        )
        .max(maxAppealDocuments)
        .default([]),
    }),
    response: SellerPageView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/seller/appeal-links/:link/actions',
    summary:
      'Withdraw the appeal or submission, record a referral to dispute settlement, or contest a referral',
    access: 'open',
    bodyLimit: bodyLimits.letter,
    params: OfLink,
    body: plainActionInput('SellerActionInput', SellerAction),
    response: SellerPageView,
  }),
  ...emailUpdatesEndpoints,
  leave: endpoint({
    method: 'DELETE',
    path: '/api/v1/seller/session',
    summary: 'End this browser’s session and its access to what it opened',
    access: 'open',
    response: EmptyView,
  }),
}
