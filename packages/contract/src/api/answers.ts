import { z } from 'zod'
import { documentTypes } from '../claim.ts'
import { SellerRef } from '../retention.ts'
import { text } from '../text.ts'
import { Done, endpoint, PageQuery, pageOf } from './endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

/** What a seller can be asked to show. */
export const proofKinds = [
  'invoice',
  'authorisation-letter',
  'licence',
  'delivery-note',
  'item-photo',
  'serial-number',
  'receipt',
] as const
export type ProofKind = (typeof proofKinds)[number]

/** In which languages sellers are written to: those of the lexicon. */
export const sellerLanguages = [
  ...(['ar', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'id', 'it', 'ja', 'ko', 'pl', 'pt'] as const),
  ...(['ru', 'th', 'tr', 'uk', 'vi', 'zh'] as const),
] as const
export type SellerLanguage = (typeof sellerLanguages)[number]

/** What a document holds that a reader should know before opening it. */
export const documentFlags = ['links', 'form'] as const
export type DocumentFlag = (typeof documentFlags)[number]

/** Documents that one answer may bring. */
export const mostAnswerDocuments = 10
/** Bytes that they may have together. */
export const mostAnswerBytes = 20 * 1024 * 1024

export const AnswerDocument = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.enum(documentTypes),
    bytes: z.int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    flags: z.array(z.enum(documentFlags)),
  })
  .meta({ id: 'AnswerDocument' })
export type AnswerDocument = z.infer<typeof AnswerDocument>

export const NewAnswerLink = z
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
export const AnswerLink = z.object(linkFacts).meta({ id: 'AnswerLink' })
export type AnswerLink = z.infer<typeof AnswerLink>

export const answerStates = ['given', 'withdrawn', 'decided'] as const
export const answerOutcomes = ['upheld', 'rejected', 'accepted', 'not-accepted'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

const answerFacts = {
  id: z.uuid(),
  proceeding: z.uuid().nullable(),
  ask: z.uuid().nullable(),
  title: z.string().nullable().meta({ description: 'Of the offer, as it was sent last.' }),
  marketplace: z.string().nullable(),
  seller: z.string().nullable().meta({ description: 'Null once the seller’s data was erased.' }),
  state: z.enum(answerStates),
  givenAt: z.iso.datetime(),
  outcome: z.enum(answerOutcomes).nullable(),
  decidedAt: z.iso.datetime().nullable(),
  toldAt: z.iso.datetime().nullable(),
}
export const AnswerSummary = z.object(answerFacts).meta({ id: 'AnswerSummary' })

export const Answer = z
  .object({
    ...answerFacts,
    words: z.string().nullable().meta({ description: 'Null once they were taken away.' }),
    locale: z.string(),
    documents: z.array(AnswerDocument),
    reasons: z.string().nullable(),
    summary: z.string().nullable(),
  })
  .meta({ id: 'Answer' })
export type Answer = z.infer<typeof Answer>

export const AnswerDecision = z
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
export type AnswerDecision = z.infer<typeof AnswerDecision>

export const answerEndpoints = {
  links: endpoint({
    method: 'GET',
    path: '/api/v1/answer-links',
    summary: 'The one-time links that were made for sellers, newest first',
    access: 'person',
    query: PageQuery.extend({ proceeding: z.uuid().optional(), ask: z.uuid().optional() }),
    answer: pageOf(AnswerLink),
  }),
  makeLink: endpoint({
    method: 'POST',
    path: '/api/v1/answer-links',
    summary: 'Makes a one-time link with which a seller answers',
    description:
      'The address is told once, and kept as a hash. The marketplace sends it through its own channel. A new link ends those before it to the same seller on the same matter, so that a lost one can be made anew.',
    access: 'person',
    body: NewAnswerLink,
    answer: z.object({
      link: AnswerLink,
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
    answer: AnswerLink,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/answers',
    summary: 'What sellers answered, newest first',
    access: 'person',
    query: PageQuery.extend({
      state: z.enum(answerStates).optional(),
      proceeding: z.uuid().optional(),
    }),
    answer: pageOf(AnswerSummary),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/answers/:id',
    summary: 'An answer with its words, for the people who decide',
    access: 'person',
    params: One,
    answer: Answer,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/answers/:id/documents/:document',
    summary: 'Hands out a document of an answer, to the people who decide',
    description: 'As a download; every opening stands in the log.',
    access: 'person',
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
    body: AnswerDecision,
    answer: Answer,
  }),
  told: endpoint({
    method: 'POST',
    path: '/api/v1/answers/:id/told',
    summary: 'Records that the seller was told of the decision through the marketplace’s channel',
    access: 'person',
    params: One,
    body: z.strictObject({ how: text(300).meta({ description: 'The message that was sent.' }) }),
    answer: Answer,
  }),
}

export const NewClearance = z
  .strictObject({
    answer: z.uuid().meta({ description: 'Upheld or accepted; its words name no clearance.' }),
    brand: text(200),
    right: text(300).meta({ description: 'As its register names it: “EM 018000001”.' }),
    product: text(500).optional().meta({
      description:
        'The offer’s id at the marketplace; without one, all of the seller’s under this right.',
    }),
  })
  .meta({ id: 'NewClearance' })

export const Clearance = z
  .object({
    id: z.uuid(),
    marketplace: z.string(),
    seller: z.string().nullable(),
    brand: z.string(),
    product: z.string().nullable(),
    right: z.string(),
    issuedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
    revokedBecause: z.string().nullable(),
    signed: z
      .object({
        statement: z.string().meta({ description: 'The very bytes that were signed, as UTF-8.' }),
        signature: z.string().meta({ description: 'Ed25519 (RFC 8032), in base64.' }),
        key: z.string().meta({ description: 'The fingerprint of the key.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Clearance' })
export type Clearance = z.infer<typeof Clearance>

export const clearanceEndpoints = {
  issue: endpoint({
    method: 'POST',
    path: '/api/v1/clearances',
    summary: 'Clears a seller under a right for twelve months, signed',
    access: 'person',
    body: NewClearance,
    answer: Clearance,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/clearances',
    summary: 'The clearances of the organisation, newest first',
    access: 'person',
    query: PageQuery.extend({
      marketplace: text(200).optional(),
      seller: text(300).optional(),
      holds: z.literal('now').optional().meta({
        description: 'Only those that are neither over nor revoked.',
      }),
    }),
    answer: pageOf(Clearance),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/clearances/:id',
    summary: 'A clearance with its signature, and the key that proves it',
    access: 'person',
    params: One,
    answer: Clearance.extend({
      publicKey: z.string().meta({ description: 'Of the installation, in PEM.' }),
    }),
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/clearances/:id/revoke',
    summary: 'Revokes a clearance, with the reason',
    access: 'person',
    params: One,
    body: z.strictObject({ reason: text(2000) }),
    answer: Clearance,
  }),
}

export const proofAskStates = [
  'asked',
  'answered',
  'accepted',
  'not-accepted',
  'withdrawn',
  'no-answer',
] as const
export type ProofAskState = (typeof proofAskStates)[number]

export const NewProofAsk = z
  .strictObject({
    listing: z.uuid(),
    brand: text(200),
    reason: text(2000).meta({ description: 'Why, as the seller reads it: facts of the offer.' }),
    accepts: z.array(z.enum(proofKinds)).min(1).max(20),
    days: z.int().min(1).max(90).default(14),
  })
  .meta({ id: 'NewProofAsk' })

export const ProofAsk = z
  .object({
    id: z.uuid(),
    listing: z.uuid().nullable(),
    marketplace: z.string(),
    seller: z.string().nullable(),
    brand: z.string(),
    reason: z.string(),
    accepts: z.array(z.enum(proofKinds)),
    state: z.enum(proofAskStates).meta({
      description: 'no-answer says that the day passed, and nothing of the goods.',
    }),
    askedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    reasons: z.string().nullable(),
    validUntil: z.iso.datetime().nullable(),
    reusedFrom: z.uuid().nullable().meta({
      description: 'The ask whose accepted proof spoke for this one, so that nobody was asked.',
    }),
  })
  .meta({ id: 'ProofAsk' })
export type ProofAsk = z.infer<typeof ProofAsk>

export const proofAskEndpoints = {
  ask: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks',
    summary: 'Asks the seller of an offer for proof',
    description:
      'Where a proof of this seller for this brand was accepted and is still valid, it speaks for this offer too.',
    access: 'person',
    body: NewProofAsk,
    answer: ProofAsk,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/proof-asks',
    summary: 'Requests for proof, newest first',
    access: 'person',
    query: PageQuery.extend({
      state: z.enum(proofAskStates).optional(),
      listing: z.uuid().optional(),
    }),
    answer: pageOf(ProofAsk),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/proof-asks/:id',
    summary: 'One request for proof, with the answers to it',
    access: 'person',
    params: One,
    answer: ProofAsk.extend({ answers: z.array(AnswerSummary) }),
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks/:id/decision',
    summary: 'Accepts what the seller showed, or does not',
    access: 'person',
    params: One,
    body: z.strictObject({
      outcome: z.enum(['accepted', 'not-accepted']),
      reasons: text(5000).meta({ description: 'For the seller.' }),
      months: z.int().min(1).max(12).default(12).meta({
        description: 'How long an accepted proof speaks for other offers of this seller and brand.',
      }),
    }),
    answer: ProofAsk,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks/:id/withdraw',
    summary: 'Withdraws a request for proof, or an acceptance that turned out wrong',
    access: 'person',
    params: One,
    body: z.strictObject({ reasons: text(5000) }),
    answer: ProofAsk,
  }),
}

/** How a matter stands for its seller. */
export const sellerStates = [
  'open',
  'answered',
  'in-review',
  'upheld',
  'rejected',
  'accepted',
  'not-accepted',
  'withdrawn-ask',
  'closed',
] as const

const moment = z.iso.datetime().nullable()

/** What a seller is shown of his matter, and may do in it. */
export const SellerPage = z
  .object({
    link: z.uuid(),
    kind: z.enum(['measure', 'proof']),
    marketplace: z.string(),
    ownWay: z.string(),
    reference: z.string(),
    state: z.enum(sellerStates),
    offer: z.object({ id: z.string(), title: z.string(), url: z.string().nullable() }).nullable(),
    claimed: z.string().nullable(),
    right: z.string().nullable(),
    notifier: z.string().nullable(),
    facts: z.string().nullable(),
    evidence: z.array(z.object({ title: z.string(), at: moment, sha256: z.string().nullable() })),
    measures: z.array(z.string()),
    since: z.string().nullable().meta({ description: 'A day, as 2026-11-26.' }),
    until: z.string().nullable(),
    territory: z.array(z.string()),
    statement: z.string().nullable(),
    reason: z.string().nullable(),
    accepts: z.array(z.enum(proofKinds)),
    dueAt: moment.meta({ description: 'The first instant that is too late to answer.' }),
    answer: z
      .object({
        words: z.string().nullable(),
        givenAt: z.iso.datetime(),
        documents: z.array(AnswerDocument.omit({ id: true })),
      })
      .nullable(),
    decision: z.object({ reasons: z.string().nullable(), decidedAt: z.iso.datetime() }).nullable(),
    referredTo: z.string().nullable(),
    may: z.array(z.enum(['answer', 'withdraw', 'refer'])),
    linkEndsAt: z.iso.datetime(),
  })
  .meta({ id: 'SellerPage' })
export type SellerPage = z.infer<typeof SellerPage>

const OfLink = z.strictObject({ link: z.uuid() })

/** The addresses of the seller’s page; whoever calls them has no account, and came by a link. */
export const sellerEndpoints = {
  open: endpoint({
    method: 'POST',
    path: '/api/v1/seller/open',
    summary: 'Opens a one-time link and binds it to this browser',
    access: 'open',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    answer: z.object({ link: z.uuid() }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/seller/matters/:link',
    summary: 'What a seller is shown of the matter',
    access: 'open',
    params: OfLink,
    answer: SellerPage,
  }),
  answer: endpoint({
    method: 'POST',
    path: '/api/v1/seller/matters/:link/answer',
    summary: 'Answers, in words and with documents',
    access: 'open',
    params: OfLink,
    body: z.strictObject({
      words: text(10_000),
      locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z]{2,8})?$/),
      documents: z
        .array(
          z.strictObject({
            name: text(200),
            content: z.base64().min(4).meta({ description: 'PDF, PNG or JPEG, at most 10 MiB.' }),
          }),
        )
        .max(mostAnswerDocuments)
        .default([]),
    }),
    answer: SellerPage,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/seller/matters/:link/withdraw',
    summary: 'Takes the answer back',
    access: 'open',
    params: OfLink,
    answer: SellerPage,
  }),
  refer: endpoint({
    method: 'POST',
    path: '/api/v1/seller/matters/:link/refer',
    summary: 'Tells that the seller turned to an out-of-court body',
    access: 'open',
    params: OfLink,
    body: z.strictObject({ body: text(300).meta({ description: 'Which certified body.' }) }),
    answer: SellerPage,
  }),
  leave: endpoint({
    method: 'POST',
    path: '/api/v1/seller/leave',
    summary: 'Forgets this browser: what it opened is closed to it',
    access: 'open',
    answer: Done,
  }),
}
