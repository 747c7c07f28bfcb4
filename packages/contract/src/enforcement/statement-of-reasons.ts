import { z } from 'zod'
import { portfolioFactCodes } from '../listings/portfolio.ts'
import { priceParts } from '../listings/reasons.ts'

const date = z.iso.date()
const text = (most: number): z.ZodString => z.string().trim().min(1).max(most)

/** Measures against a listing, a payment, a service or an account (Art. 17(1) DSA). */
export const measures = [
  'remove',
  'disable',
  'demote',
  'label',
  'restrict-age',
  'restrict-interaction',
  'other-visibility',
  'hold-funds',
  'end-payments',
  'other-payments',
  'suspend-service',
  'suspend-service-in-part',
  'end-service',
  'end-service-in-part',
  'suspend-account',
  'end-account',
] as const
export type Measure = (typeof measures)[number]

/** Why a measure ended. */
export const measureEndReasons = ['expired', 'reversed', 'replaced', 'withdrawn'] as const
export type MeasureEndReason = (typeof measureEndReasons)[number]

export const restrictionStates = ['pending', 'in-force', 'overturned', 'ended'] as const
export type RestrictionState = (typeof restrictionStates)[number]

const MeasureTaken = z
  .strictObject({
    measure: z.enum(measures),
    words: text(500).optional().meta({ description: 'Description of a measure of another kind.' }),
    endsOn: date
      .optional()
      .meta({ description: 'Last day of the measure; without it, the measure is indefinite.' }),
  })
  .refine(({ measure, words }) => !measure.startsWith('other-') || words !== undefined, {
    path: ['words'],
    message: 'must describe the measure',
  })

const Ground = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('illegal'),
    legalGround: text(500).meta({
      description: 'The legal provision relied on, with its article.',
    }),
    why: text(2000).meta({ description: 'Why the content is considered illegal under it.' }),
    url: z.url().max(500).optional(),
  }),
  z.strictObject({
    kind: z.literal('terms'),
    clause: text(500).meta({ description: 'The clause of the terms relied on.' }),
    why: text(2000).meta({ description: 'Why the content is considered to violate it.' }),
    alsoIllegal: z.boolean().optional(),
    url: z.url().max(500).optional(),
  }),
])

/**
 * The information due to the recipient of a restriction (Art. 17(3) DSA), as data: the source of both the text for
 * people and the record for the Transparency Database.
 */
export const StatementOfReasons = z
  .strictObject({
    puid: z
      .string()
      .max(500)
      .regex(/^[A-Za-z0-9_-]+$/)
      .meta({ description: 'A random identifier that is never reused and identifies no one.' }),
    platform: text(200),
    subject: text(500).meta({ description: 'What is restricted, in words: “your listing 4711”.' }),
    content: z.strictObject({
      types: z
        .array(
          z.enum(['app', 'audio', 'image', 'product', 'synthetic-media', 'text', 'video', 'other']),
        )
        .min(1),
      typeWords: text(500).optional(),
      postedOn: date,
      language: z
        .string()
        .regex(/^[a-z]{2}$/)
        .optional()
        .meta({ description: 'ISO 639-1 code.' }),
      ean: z.string().optional().meta({ description: 'EAN-13 of the product.' }),
    }),
    measures: z.array(MeasureTaken).min(1),
    account: z.enum(['business', 'private']).optional(),
    territory: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    startsOn: date,
    facts: text(5000).meta({ description: 'Facts and circumstances, stated as facts.' }),
    otherListings: z
      .array(
        z.strictObject({
          code: z.enum(portfolioFactCodes),
          count: z.int().min(1),
          of: z.int().min(1),
          brands: z.int().min(1).optional(),
          prices: z.int().min(1).optional(),
          part: z.enum(priceParts).optional(),
        }),
      )
      .min(1)
      .max(portfolioFactCodes.length)
      .optional()
      .meta({
        description:
          'Counts of the seller’s other listings on this marketplace that were taken into account, beside facts of the listing itself. Told in the seller’s language, as counts and not as a finding.',
      }),
    source: z.enum(['notice', 'flagger-notice', 'other-notification', 'own-initiative']),
    notifier: z
      .strictObject({ name: text(500), necessity: text(500) })
      .optional()
      .meta({ description: 'Only if strictly necessary, with the reason.' }),
    automatedDetection: z.boolean(),
    automatedDecision: z.enum(['not', 'partly', 'fully']),
    ground: Ground,
    category: z.string().default('STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS'),
    furtherCategories: z.array(z.string()).default([]),
    keywords: z.array(z.string()).default([]),
    keywordWords: text(500).optional(),
    redress: z.strictObject({
      complaint: z
        .strictObject({ where: text(500), until: date })
        .optional()
        .meta({ description: 'Where the platform must accept complaints.' }),
      bodies: text(500).optional(),
      court: text(500),
    }),
  })
  .refine(({ source, notifier }) => source !== 'own-initiative' || notifier === undefined, {
    path: ['notifier'],
    message: 'must be left out unless a notice led to the decision',
  })
  .meta({ id: 'StatementOfReasons' })
export type StatementOfReasons = z.infer<typeof StatementOfReasons>

/** Why a statement of reasons cannot be sent: `found` is the word, day or field concerned, or empty. */
export const statementFaultCodes = [
  'reason-missing',
  'accusing-words',
  'starts-in-past',
  'ends-before-start',
  'complaint-way-missing',
  'complaint-window-short',
  'bodies-missing',
  'source-mismatch',
  'automated-means-mismatch',
  'measure-named-twice',
  'text-unstorable',
  'personal-data',
  'record-invalid',
] as const
export type StatementFaultCode = (typeof statementFaultCodes)[number]
