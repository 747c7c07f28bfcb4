import { z } from 'zod'
import { isLocalDate } from '../calendar/index.ts'
import { enumerations as known } from './enumerations.ts'

/** Where the Transparency Database is spoken to; its path stays v1 under the second schema. */
export const transparencyPaths = {
  one: '/api/v1/statement',
  batch: '/api/v1/statements',
  existing: (puid: string): string => `/api/v1/statement/existing-puid/${encodeURIComponent(puid)}`,
} as const

/** A batch is accepted or refused as a whole. */
export const maxBatchSize = 100

const text = (most: number): z.ZodString => z.string().min(1).max(most)
const yesNo = z.enum(['Yes', 'No'])
const day = (first: string): z.ZodType<string> =>
  z.string().refine((value) => isLocalDate(value) && value >= first && value <= '2038-01-01', {
    message: `must be a day from ${first} to 2038-01-01`,
  })
const applicationDay = day('2020-01-01')
const endDay = applicationDay.optional()

const Fields = z.strictObject({
  decision_visibility: z.array(z.enum(known.decisionVisibility)).min(1).optional(),
  decision_visibility_other: text(500).optional(),
  decision_monetary: z.enum(known.decisionMonetary).optional(),
  decision_monetary_other: text(500).optional(),
  decision_provision: z.enum(known.decisionProvision).optional(),
  decision_account: z.enum(known.decisionAccount).optional(),
  account_type: z.enum(known.accountType).optional(),
  decision_ground: z.enum(known.decisionGround),
  decision_ground_reference_url: z.url().max(500).optional(),
  illegal_content_legal_ground: text(500).optional(),
  illegal_content_explanation: text(2000).optional(),
  incompatible_content_ground: text(500).optional(),
  incompatible_content_explanation: text(2000).optional(),
  incompatible_content_illegal: yesNo.optional(),
  decision_facts: text(5000),
  content_type: z.array(z.enum(known.contentType)).min(1),
  content_type_other: text(500).optional(),
  category: z.enum(known.category),
  category_addition: z.array(z.enum(known.category)).optional(),
  category_specification: z.array(z.enum(known.categorySpecification)).optional(),
  category_specification_other: text(500).optional(),
  territorial_scope: z.array(z.enum(known.territorialScope)).min(1),
  content_language: z.enum(known.contentLanguage).optional(),
  content_date: day('2000-01-01'),
  application_date: applicationDay,
  end_date_visibility_restriction: endDay,
  end_date_monetary_restriction: endDay,
  end_date_service_restriction: endDay,
  end_date_account_restriction: endDay,
  source_type: z.enum(known.sourceType),
  source_identity: text(500).optional(),
  automated_detection: yesNo,
  automated_decision: z.enum(known.automatedDecision),
  puid: z
    .string()
    .max(500)
    .regex(/^[a-zA-Z0-9-_]+$/),
  content_id: z.strictObject({ 'EAN-13': z.string().regex(/^\d{13}$/) }).optional(),
})

type Values = z.infer<typeof Fields>
type Rule = { field: keyof Values; broken: (value: Values) => boolean; message: string }

const illegal = 'DECISION_GROUND_ILLEGAL_CONTENT'
const lacks = (field: keyof Values, when: (value: Values) => boolean, message: string): Rule => ({
  field,
  broken: (value) => when(value) && value[field] === undefined,
  message,
})
const ends = ['visibility', 'monetary', 'service', 'account'] as const
const decisions = {
  visibility: 'decision_visibility',
  monetary: 'decision_monetary',
  service: 'decision_provision',
  account: 'decision_account',
} as const

const rules: Rule[] = [
  {
    field: 'decision_visibility',
    broken: (value) => ends.every((end) => value[decisions[end]] === undefined),
    message: 'at least one decision on visibility, payments, service or account must be named',
  },
  lacks(
    'decision_visibility_other',
    ({ decision_visibility }) =>
      decision_visibility?.includes('DECISION_VISIBILITY_OTHER') ?? false,
    'another restriction of visibility must be described',
  ),
  lacks(
    'decision_monetary_other',
    ({ decision_monetary }) => decision_monetary === 'DECISION_MONETARY_OTHER',
    'another restriction of payments must be described',
  ),
  lacks(
    'content_type_other',
    ({ content_type }) => content_type.includes('CONTENT_TYPE_OTHER'),
    'another type of content must be described',
  ),
  ...(['illegal_content_legal_ground', 'illegal_content_explanation'] as const).map((field) =>
    lacks(field, (value) => value.decision_ground === illegal, 'is required for illegal content'),
  ),
  ...(['incompatible_content_ground', 'incompatible_content_explanation'] as const).map((field) =>
    lacks(
      field,
      (value) => value.decision_ground !== illegal,
      'is required for content against the terms',
    ),
  ),
]

/** One statement as the database accepts it: the upstream rules, field by field. */
export const TransparencyRecord = Fields.superRefine((value, context) => {
  for (const { field, broken, message } of rules) {
    if (broken(value)) context.addIssue({ code: 'custom', path: [field], message })
  }
}).meta({ id: 'DatabaseStatement' })
export type TransparencyRecord = z.infer<typeof TransparencyRecord>

export { decisions as decisionFields, ends as endedRestrictions }
