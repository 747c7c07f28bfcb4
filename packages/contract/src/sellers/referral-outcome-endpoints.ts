import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { bodyLimits, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { Slug } from '../access/organisation.ts'
import { IdempotencyHeaders } from '../listings/listing-endpoints.ts'
import { GoodsLabel } from '../review/decision.ts'
import { text } from '../text.ts'
import {
  OutcomeReportInput,
  referralFindings,
  referralOutcomes,
  referralTemplateIds,
} from './referral.ts'

const Moment = z.iso.datetime()
const One = z.strictObject({ id: z.string() })

export const OutcomeReportView = z
  .object({
    id: z.uuid(),
    proceeding: z.string(),
    outcome: z.enum(referralOutcomes),
    items: z.array(z.string()),
    happenedOn: z.iso.date(),
    quantities: OutcomeReportInput.shape.quantities.unwrap(),
    finding: z.enum(referralFindings).nullable(),
    note: z.string().nullable(),
    reportedAt: Moment,
    reporter: z.string().meta({ description: 'Name of the organisation.' }),
    letter: z
      .object({
        from: z.string(),
        dated: z.iso.date(),
        mediaType: z.string(),
        bytes: z.int(),
        sha256: z.string(),
      })
      .nullable()
      .meta({ description: 'If it was keyed in from a letter.' }),
    byReplyLink: z.boolean().meta({ description: 'True if it was reported on the reply page.' }),
    afterWithdrawal: z.boolean().meta({
      description:
        'True if the referral had been withdrawn: the report is stored as information and labels nothing.',
    }),
    replaced: z.boolean().meta({
      description: 'True if a newer report of the same proceeding covers all its items.',
    }),
    contradicts: z.array(z.uuid()).meta({
      description: 'Reports that say the opposite of one of its items.',
    }),
    label: GoodsLabel.meta({ description: 'What it says of the listings among its items.' }),
  })
  .meta({ id: 'OutcomeReportView' })
export type OutcomeReportView = z.infer<typeof OutcomeReportView>

export const outcomeReportEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/outcome-reports',
    summary: 'List what was reported of a referral’s items, newest first',
    access: 'listings:read',
    wholeOrganisation: true,
    params: One,
    query: PageQuery,
    response: pageOf(OutcomeReportView),
  }),
  report: endpoint({
    method: 'POST',
    path: '/api/v1/referrals/:id/outcome-reports',
    summary: 'Report what came of items of a referral',
    description:
      'By the recipient; or by the sender from a letter, if the recipient has no account here. Reports that contradict each other are all stored.',
    access: 'outcomes:write',
    wholeOrganisation: true,
    bodyLimit: bodyLimits.document,
    headers: IdempotencyHeaders,
    params: One,
    body: OutcomeReportInput,
    response: OutcomeReportView,
    statuses: [201],
  }),
  letter: endpoint({
    method: 'GET',
    path: '/api/v1/referrals/:id/outcome-reports/:report/letter',
    summary: 'Download the scan of the letter from which a report was keyed in',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    params: One.extend({ report: z.string() }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  statistics: endpoint({
    method: 'GET',
    path: '/api/v1/referral-statistics',
    summary: 'Count the referrals that the organisation received, by template and outcome',
    access: 'listings:read',
    wholeOrganisation: true,
    response: z.object({
      received: z.int(),
      acknowledged: z.int(),
      withdrawn: z.int(),
      byTemplate: z.array(z.object({ template: z.enum(referralTemplateIds), count: z.int() })),
      byOutcome: z.array(
        z.object({
          outcome: z.enum(referralOutcomes),
          referrals: z.int(),
          items: z.int().meta({ description: 'Items of which it is the newest report.' }),
        }),
      ),
    }),
  }),
} as const

export const informationRequestStates = ['open', 'answered', 'refused', 'withdrawn'] as const

export const InformationRequestView = z
  .object({
    id: z.uuid(),
    authority: z.string().meta({ description: 'Name of the organisation.' }),
    addressee: z.string(),
    own: z.boolean().meta({ description: 'True if the caller’s organisation opened it.' }),
    referral: z.uuid().nullable(),
    order: z.string(),
    basis: z.string(),
    items: z.array(z.string()),
    respondBy: z.iso.date().nullable(),
    state: z.enum(informationRequestStates),
    version: Version,
    openedAt: Moment,
    answer: z.string().nullable(),
    refusalReason: z.string().nullable(),
    settledAt: Moment.nullable(),
  })
  .meta({ id: 'InformationRequestView' })
export type InformationRequestView = z.infer<typeof InformationRequestView>

export const InformationRequestInput = z
  .strictObject({
    addressee: Slug.meta({ description: 'The organisation that is asked.' }),
    referral: z.uuid().optional().meta({ description: 'The received referral it is about.' }),
    order: text(300).meta({ description: 'The order, as the authority cites it.' }),
    basis: text(2000).meta({ description: 'The law on which it is based.' }),
    items: z.array(text(500)).min(1).max(200).meta({ description: 'What is requested.' }),
    respondBy: z.iso.date().optional(),
  })
  .meta({ id: 'InformationRequestInput' })
export type InformationRequestInput = z.infer<typeof InformationRequestInput>

export const InformationRequestActionInput = actionInput(
  'InformationRequestActionInput',
  z.discriminatedUnion('type', [
    action('answer', { text: text(20_000) }),
    action('refuse', { reason: text(4000) }),
    action('withdraw', {}),
  ]),
)
export type InformationRequestActionInput = z.infer<typeof InformationRequestActionInput>

export const informationRequestEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/information-requests',
    summary: 'List requests for information by authorities, opened or received, newest first',
    access: 'person',
    wholeOrganisation: true,
    query: PageQuery.extend({ state: z.enum(informationRequestStates).optional() }),
    response: pageOf(InformationRequestView),
  }),
  open: endpoint({
    method: 'POST',
    path: '/api/v1/information-requests',
    summary: 'Request information of an organisation, as an authority',
    access: 'person',
    wholeOrganisation: true,
    body: InformationRequestInput,
    response: InformationRequestView,
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/information-requests/:id',
    summary: 'Retrieve a request for information',
    access: 'person',
    wholeOrganisation: true,
    records: true,
    params: One,
    response: InformationRequestView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/information-requests/:id/actions',
    summary: 'Answer, refuse or withdraw a request for information',
    access: 'person',
    wholeOrganisation: true,
    params: One,
    body: InformationRequestActionInput,
    response: InformationRequestView,
  }),
} as const
