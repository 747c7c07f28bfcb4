import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { documentTypes } from '../brands/claim.ts'
import { SellerRef } from '../privacy/retention.ts'
import { DeadlineCalculationView, LawLineView } from './proceeding-endpoints.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'
import { StatementReadings } from './statement-readings.ts'

const One = z.strictObject({ id: z.uuid() })

/** Languages for messages to sellers: those of the lexicon. */
export const sellerLanguages = [
  'ar',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'hi',
  'id',
  'it',
  'ja',
  'ko',
  'pl',
  'pt',
  'ru',
  'th',
  'tr',
  'uk',
  'vi',
  'zh',
] as const
export type SellerLanguage = (typeof sellerLanguages)[number]

/** Contents of a document that a reader should know about before opening it. */
export const documentFlags = ['links', 'form'] as const
export type DocumentFlag = (typeof documentFlags)[number]

/** Most documents in one appeal. */
export const maxAppealDocuments = 10
/** Most bytes in all of them together. */
export const maxAppealBytes = 20 * 1024 * 1024

export const AppealDocumentView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.enum(documentTypes),
    bytes: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    flags: z.array(z.enum(documentFlags)),
  })
  .meta({ id: 'AppealDocumentView' })
export type AppealDocumentView = z.infer<typeof AppealDocumentView>

export const AppealLinkInput = z
  .strictObject({
    proceeding: z.uuid().optional(),
    proofRequest: z.uuid().optional(),
    instance: text(300).optional().meta({
      description: 'The restriction, if the proceeding has several.',
    }),
    seller: SellerRef,
    ownChannel: text(500).meta({
      description:
        'How the seller reaches the same form on the marketplace’s own site; shown with the link.',
    }),
    locale: z
      .enum(sellerLanguages)
      .default('en')
      .meta({ description: 'Language of the accompanying text.' }),
    days: z
      .int()
      .min(1)
      .max(200)
      .default(30)
      .meta({ description: 'Number of days for which the link is valid.' }),
  })
  .refine(
    ({ proceeding, proofRequest }) => (proceeding === undefined) !== (proofRequest === undefined),
    {
      message: 'name either a proceeding or a proof request',
      path: ['proceeding'],
    },
  )
  .meta({ id: 'AppealLinkInput' })

const linkFacts = {
  id: z.uuid(),
  proceeding: z.uuid().nullable(),
  proofRequest: z.uuid().nullable(),
  marketplace: z.string(),
  seller: z.string().nullable().meta({ description: 'Null once the seller’s data is erased.' }),
  sellerName: z.string().nullable().meta({
    description: 'As the seller’s listings state it; null if none does.',
  }),
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  openedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
}
export const AppealLinkView = z.object(linkFacts).meta({ id: 'AppealLinkView' })
export type AppealLinkView = z.infer<typeof AppealLinkView>

export const appealStates = ['open', 'withdrawn', 'decided'] as const
export const appealOutcomes = ['upheld', 'rejected', 'accepted', 'not-accepted'] as const
export type AppealOutcome = (typeof appealOutcomes)[number]

const appealFacts = {
  id: z.uuid(),
  proceeding: z.uuid().nullable(),
  proofRequest: z.uuid().nullable(),
  listing: z.uuid().nullable().meta({
    description: 'The listing that it concerns; null if it is not visible to the caller.',
  }),
  title: z.string().nullable().meta({ description: 'Title of the listing, as last submitted.' }),
  marketplace: z.string().nullable(),
  seller: z.string().nullable().meta({ description: 'Null once the seller’s data is erased.' }),
  sellerName: z.string().nullable().meta({ description: 'As stated in the listing.' }),
  state: z.enum(appealStates),
  dueAt: z.iso.datetime().nullable().meta({
    description: 'The deadline for the decision; null once decided, and for a proof request.',
  }),
  submittedAt: z.iso.datetime(),
  outcome: z.enum(appealOutcomes).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  informedAt: z.iso.datetime().nullable(),
}
export const AppealSummaryView = z.object(appealFacts).meta({ id: 'AppealSummaryView' })

/** The decision that an appeal is about, as its statement of reasons gives it. */
export const AppealedRestrictionView = z
  .object({
    decidedAt: z.iso.datetime(),
    decidedBy: z.uuid().nullable().meta({
      description: 'The member who decided; null if no person did.',
    }),
    ground: z.string().nullable().meta({ description: 'The ground of the notice or decision.' }),
    right: z.string().nullable().meta({ description: 'The right or legal provision relied on.' }),
    registerEntry: z.string().nullable().meta({
      description: 'The registered right of the notice, as clearances name it: “EM 018000001”.',
    }),
    facts: z.string().nullable().meta({ description: 'The facts stated to the seller.' }),
    measures: z.array(z.string()),
    territory: z.array(z.string()),
    startsOn: z.iso.date().nullable(),
    endsOn: z.iso.date().nullable().meta({ description: 'Null if no end is set.' }),
    statement: z.string().nullable().meta({
      description: 'The statement of reasons as sent; null if it was not sent from here.',
    }),
    readings: StatementReadings.nullable(),
  })
  .meta({ id: 'AppealedRestrictionView' })
export type AppealedRestrictionView = z.infer<typeof AppealedRestrictionView>

/** The deadline for the decision on an appeal, with its legal source. */
export const AppealDeadlineView = z
  .object({
    workflow: z.string(),
    timeLimit: z.string(),
    title: z.string(),
    dueAt: z.iso.datetime().nullable(),
    why: z.string().meta({ description: 'How it is calculated, and under which provision.' }),
    calculation: DeadlineCalculationView,
    lines: z.array(LawLineView),
  })
  .meta({ id: 'AppealDeadlineView' })
export type AppealDeadlineView = z.infer<typeof AppealDeadlineView>

export const AppealView = z
  .object({
    ...appealFacts,
    restriction: AppealedRestrictionView.nullable().meta({
      description: 'Null for a proof request.',
    }),
    deadline: AppealDeadlineView.nullable().meta({
      description: 'Null once decided, and if no regime sets one.',
    }),
    words: z.string().nullable().meta({ description: 'Null once the text has been removed.' }),
    locale: z.string(),
    documents: z.array(AppealDocumentView),
    reasons: z.string().nullable(),
    summary: z.string().nullable(),
    deciders: z.array(z.uuid()).meta({
      description:
        'Members who can decide on an open appeal: reviewers and admins who did not make the decision that it is about.',
    }),
  })
  .meta({ id: 'AppealView' })
export type AppealView = z.infer<typeof AppealView>

export const AppealDecisionInput = z
  .strictObject({
    outcome: z.enum(['upheld', 'rejected']).meta({
      description: '`upheld`: the seller is right, and the restriction is reversed.',
    }),
    upholdReason: z
      .enum(['neither-illegal-nor-against-terms', 'measure-not-deserved'])
      .default('neither-illegal-nor-against-terms'),
    reasons: text(5000).meta({ description: 'Reasons shown to the seller.' }),
    summary: text(2000).meta({
      description:
        'Reasons shown to the notifier, without names, suppliers and prices. The notifier sees nothing else.',
    }),
    qualification: text(300).meta({ description: 'Qualification of the person who decides.' }),
  })
  .meta({ id: 'AppealDecisionInput' })
export type AppealDecisionInput = z.infer<typeof AppealDecisionInput>

const AppealLinkAction = action('revoke', {}).meta({ id: 'AppealLinkAction' })

export const appealEndpoints = {
  links: endpoint({
    method: 'GET',
    path: '/api/v1/appeal-links',
    summary: 'List appeal links, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({ proceeding: z.uuid().optional(), proofRequest: z.uuid().optional() }),
    response: pageOf(AppealLinkView),
  }),
  createLink: endpoint({
    method: 'POST',
    path: '/api/v1/appeal-links',
    summary: 'Create a one-time appeal link for a seller',
    description:
      'The address is returned only once and stored as a hash. The marketplace sends it through its own channel. A new link replaces earlier links for the same seller and restriction or proof request, so a lost link can be replaced.',
    access: 'person',
    body: AppealLinkInput,
    response: z.object({
      link: AppealLinkView,
      url: z
        .string()
        .meta({ description: 'The secret follows #, which browsers do not send to servers.' }),
      text: z.string().meta({ description: 'Suggested text for sending the link.' }),
      reviewed: z.boolean().meta({
        description: 'Whether a speaker of the language has reviewed this text.',
      }),
    }),
    statuses: [201],
  }),
  actOnLink: endpoint({
    method: 'POST',
    path: '/api/v1/appeal-links/:id/actions',
    summary: 'Revoke an appeal link and close any page opened with it',
    access: 'person',
    params: One,
    body: plainActionInput('AppealLinkActionInput', AppealLinkAction),
    response: AppealLinkView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/appeals',
    summary: 'List appeals, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      state: z.enum(appealStates).optional(),
      proceeding: z.uuid().optional(),
    }),
    response: pageOf(AppealSummaryView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/appeals/:id',
    summary: 'Retrieve an appeal with its text, for reviewers',
    access: 'person',
    records: true,
    params: One,
    response: AppealView,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/appeals/:id/documents/:document',
    summary: 'Download a document of an appeal, for reviewers',
    description: 'Sent as a download. Every download is recorded in the audit log.',
    access: 'person',
    records: true,
    params: One.extend({ document: z.uuid() }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/appeals/:id/decision',
    summary: 'Decide an appeal in a proceeding, as someone other than the first decision-maker',
    access: 'person',
    params: One,
    body: AppealDecisionInput,
    response: AppealView,
  }),
  recordInformed: endpoint({
    method: 'POST',
    path: '/api/v1/appeals/:id/deliveries',
    summary:
      'Record that the seller was informed of the decision through the marketplace’s channel',
    access: 'person',
    params: One,
    body: z.strictObject({ how: text(300).meta({ description: 'The message sent.' }) }),
    response: AppealView,
  }),
}
