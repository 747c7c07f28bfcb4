import { z } from 'zod'
import { documentTypes } from '../brands/claim.ts'
import { SellerRef } from '../privacy/retention.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

/** In which languages sellers are written to: those of the lexicon. */
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

/** What a document holds that a reader should know before opening it. */
export const documentFlags = ['links', 'form'] as const
export type DocumentFlag = (typeof documentFlags)[number]

/** Documents that one answer may bring. */
export const maxAppealDocuments = 10
/** Bytes that they may have together. */
export const maxAppealBytes = 20 * 1024 * 1024

export const AppealDocument = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.enum(documentTypes),
    bytes: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    flags: z.array(z.enum(documentFlags)),
  })
  .meta({ id: 'AnswerDocument' })
export type AppealDocument = z.infer<typeof AppealDocument>

export const NewAppealLink = z
  .strictObject({
    proceeding: z.uuid().optional(),
    ask: z.uuid().optional(),
    matter: text(300).optional().meta({
      description: 'Which restriction, where the proceeding has several.',
    }),
    seller: SellerRef,
    ownWay: text(500).meta({
      description:
        'How the seller finds the same on the marketplace’s own site; shown with the link.',
    }),
    locale: z.enum(sellerLanguages).default('en').meta({ description: 'Of the words beside it.' }),
    days: z.int().min(1).max(200).default(30).meta({ description: 'How long it opens.' }),
  })
  .refine(({ proceeding, ask }) => (proceeding === undefined) !== (ask === undefined), {
    message: 'name either a proceeding or an ask for proof',
    path: ['proceeding'],
  })
  .meta({ id: 'NewAnswerLink' })

const linkFacts = {
  id: z.uuid(),
  proceeding: z.uuid().nullable(),
  ask: z.uuid().nullable(),
  marketplace: z.string(),
  seller: z.string().nullable().meta({ description: 'Null once the seller’s data was erased.' }),
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  openedAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
}
export const AppealLink = z.object(linkFacts).meta({ id: 'AnswerLink' })
export type AppealLink = z.infer<typeof AppealLink>

export const appealStates = ['given', 'withdrawn', 'decided'] as const
export const appealOutcomes = ['upheld', 'rejected', 'accepted', 'not-accepted'] as const
export type AppealOutcome = (typeof appealOutcomes)[number]

const answerFacts = {
  id: z.uuid(),
  proceeding: z.uuid().nullable(),
  ask: z.uuid().nullable(),
  title: z.string().nullable().meta({ description: 'Of the offer, as it was sent last.' }),
  marketplace: z.string().nullable(),
  seller: z.string().nullable().meta({ description: 'Null once the seller’s data was erased.' }),
  state: z.enum(appealStates),
  givenAt: z.iso.datetime(),
  outcome: z.enum(appealOutcomes).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  toldAt: z.iso.datetime().nullable(),
}
export const AppealSummary = z.object(answerFacts).meta({ id: 'AnswerSummary' })

export const Appeal = z
  .object({
    ...answerFacts,
    words: z.string().nullable().meta({ description: 'Null once they were taken away.' }),
    locale: z.string(),
    documents: z.array(AppealDocument),
    reasons: z.string().nullable(),
    summary: z.string().nullable(),
  })
  .meta({ id: 'Answer' })
export type Appeal = z.infer<typeof Appeal>

export const AppealDecision = z
  .strictObject({
    outcome: z.enum(['upheld', 'rejected']).meta({
      description: 'upheld: the seller is right, and what was done is undone.',
    }),
    because: z
      .enum(['neither-illegal-nor-against-terms', 'measure-not-deserved'])
      .default('neither-illegal-nor-against-terms'),
    reasons: text(5000).meta({ description: 'For the seller.' }),
    summary: text(2000).meta({
      description:
        'For whoever sent the notice: without names, suppliers and prices. Nothing else is shown there.',
    }),
    qualification: text(300).meta({ description: 'Of the person who decides.' }),
  })
  .meta({ id: 'AnswerDecision' })
export type AppealDecision = z.infer<typeof AppealDecision>

export const appealEndpoints = {
  links: endpoint({
    method: 'GET',
    path: '/api/v1/answer-links',
    summary: 'The one-time links that were made for sellers, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({ proceeding: z.uuid().optional(), ask: z.uuid().optional() }),
    answer: pageOf(AppealLink),
  }),
  makeLink: endpoint({
    method: 'POST',
    path: '/api/v1/answer-links',
    summary: 'Makes a one-time link with which a seller answers',
    description:
      'The address is told once, and kept as a hash. The marketplace sends it through its own channel. A new link ends those before it to the same seller on the same matter, so that a lost one can be made anew.',
    access: 'person',
    body: NewAppealLink,
    answer: z.object({
      link: AppealLink,
      url: z.string().meta({ description: 'Its secret stands behind #, which no server is sent.' }),
      text: z.string().meta({ description: 'Words with which it can be sent.' }),
      reviewed: z.boolean().meta({
        description: 'Whether somebody who speaks the language has looked through these words.',
      }),
    }),
    statuses: [201],
  }),
  revokeLink: endpoint({
    method: 'POST',
    path: '/api/v1/answer-links/:id/revoke',
    summary: 'Ends a one-time link; a page that it opened ends too',
    access: 'person',
    params: One,
    answer: AppealLink,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/answers',
    summary: 'What sellers answered, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      state: z.enum(appealStates).optional(),
      proceeding: z.uuid().optional(),
    }),
    answer: pageOf(AppealSummary),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/answers/:id',
    summary: 'An answer with its words, for the people who decide',
    access: 'person',
    records: true,
    params: One,
    answer: Appeal,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/answers/:id/documents/:document',
    summary: 'Hands out a document of an answer, to the people who decide',
    description: 'As a download; every opening stands in the log.',
    access: 'person',
    records: true,
    params: One.extend({ document: z.uuid() }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/answers/:id/decision',
    summary: 'Decides on an answer in a proceeding, by a person who did not decide first',
    access: 'person',
    params: One,
    body: AppealDecision,
    answer: Appeal,
  }),
  told: endpoint({
    method: 'POST',
    path: '/api/v1/answers/:id/told',
    summary: 'Records that the seller was told of the decision through the marketplace’s channel',
    access: 'person',
    params: One,
    body: z.strictObject({ how: text(300).meta({ description: 'The message that was sent.' }) }),
    answer: Appeal,
  }),
}
