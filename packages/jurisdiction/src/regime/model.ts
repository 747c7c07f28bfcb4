import { z } from 'zod'
import { isTimeZone, LocalDateText } from '../calendar/index.ts'
import { Guard } from './guard.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const stateName = slug
const workflowId = slug
const factName = z.string().regex(/^[a-z][a-zA-Z0-9]*$/)
const text = z.string().min(1)
const basis = z.array(slug).min(1).meta({ description: 'The lines of the law, by their ids.' })

export const Source = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  title: text,
  kind: z.enum(['reproduction', 'regulator', 'commentary', 'specification', 'code']),
})

/**
 * One provision of the law in our own words, or of the house's policy where the law leaves a choice. `seen` states
 * what was read of the provision: its wording, only its substance in a summary, or nothing. `verified` is true if its
 * wording was read. A policy is the house's own: it is never verified.
 */
export const Provision = z
  .strictObject({
    id: slug,
    article: text,
    summary: text,
    force: z.enum(['law', 'policy']),
    consulted: z.enum(['wording', 'substance', 'not-found']).optional(),
    sources: z.array(text),
    validFrom: LocalDateText,
    validTo: LocalDateText.optional(),
    verified: z.boolean(),
  })
  .refine(({ force, consulted: seen }) => (force === 'law') === (seen !== undefined), {
    message: 'a provision states what of it was seen; a policy has no such field',
  })
  .refine(
    ({ verified, consulted: seen, sources }) =>
      !verified || (seen === 'wording' && sources.length > 0),
    {
      message: 'a line is verified only if its wording was seen in a named source',
    },
  )

export const Role = z.strictObject({
  id: slug,
  title: text,
  human: z.boolean().meta({ description: 'True where a person must stand behind it by name.' }),
})

/** A number or a switch that the law leaves to the house, with the least that the law allows. */
export const Policy = z.strictObject({
  id: slug,
  title: text,
  unit: z.enum(['hours', 'days', 'months', 'switch']),
  value: z.union([z.int().min(0), z.boolean()]),
  minimum: z.int().optional(),
  basis,
})

export const tiers = ['hosting', 'platform', 'marketplace'] as const

/** Whom a duty binds. Tiers add up: a marketplace is a platform, a platform hosts. */
export const Duty = z.strictObject({
  id: slug,
  title: text,
  articles: text,
  minTier: z.enum(tiers),
  smallExempt: z.boolean(),
  graceMonths: z.int().min(0).default(0),
  basis,
})

const amount = z.union([
  z.int().min(0),
  z.strictObject({ policy: slug }).meta({ description: 'Taken from the policy of that name.' }),
])
const timeLimitBase = {
  id: slug,
  title: text,
  from: factName.optional().meta({
    description: 'The date from which it counts; without it, the moment of the event.',
  }),
  responsible: text.meta({ description: 'Who has to keep it.' }),
  basis,
  expiry: slug.optional().meta({ description: 'The transition that its passing brings about.' }),
}

export const TimeLimit = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('undue'),
      ...timeLimitBase,
      target: z.strictObject({ policy: slug }),
    })
    .meta({ description: 'Without undue delay: no number in law; a target whose breach is told.' }),
  z.strictObject({
    kind: z.literal('calendar'),
    ...timeLimitBase,
    amount,
    unit: z.enum(['day', 'month']),
    endOfMonth: z.literal('last-day').optional().meta({
      description: 'What a period of months ends on where its day does not exist.',
    }),
    rollForwardCalendar: slug.optional().meta({
      description:
        'A calendar: where it does not have the last day worked, the period ends with the next day that it has.',
    }),
  }),
  z.strictObject({
    kind: z.literal('working-days'),
    ...timeLimitBase,
    amount,
    calendar: slug,
  }),
  z
    .strictObject({ kind: z.literal('date'), ...timeLimitBase, from: factName })
    .meta({ description: 'Until the end of a day that an event names.' }),
  z.strictObject({ kind: z.literal('none'), ...timeLimitBase }).meta({
    description: 'A wait without an end: it is shown, and never passes.',
  }),
])

const when = Guard.optional()

export const Field = z.strictObject({
  name: factName,
  type: z.enum(['text', 'boolean', 'date', 'count', 'number', 'choice', 'list']),
  values: z.array(text).optional(),
  label: text.meta({
    description: 'What it holds, as a noun without an article; read after “Required:”.',
  }),
  optional: z.boolean().optional(),
  when,
  basis,
})

const Check = z.strictObject({
  when,
  condition: Guard,
  message: text.meta({ description: 'The whole sentence shown when it fails.' }),
  basis,
})

const OwedDocument = z.strictObject({ document: slug, to: text, timeLimit: slug.optional(), when })
const Start = z.strictObject({
  workflow: workflowId,
  as: slug.meta({ description: 'Its name below this one: `n1/restriction`.' }),
  when,
  facts: z
    .record(factName, z.union([z.string(), z.boolean(), z.number()]))
    .optional()
    .meta({
      description: 'Facts that it starts with; `=name` takes a fact of this one.',
    }),
  basis,
})

const TimeLimitStart = z.strictObject({ start: slug, when })

const actionRules = {
  roles: z.array(slug).min(1),
  basis,
  fields: z.array(Field).default([]),
  checks: z.array(Check).default([]),
}

export const Transition = z.strictObject({
  id: slug,
  title: text.meta({ description: 'As read after “to”: “acknowledge receipt”.' }),
  from: z.array(stateName).min(1),
  to: stateName.optional().meta({ description: 'Without it the state stays.' }),
  once: z.boolean().optional(),
  ...actionRules,
  stops: z.array(slug).default([]),
  timeLimits: z.array(TimeLimitStart).default([]),
  delivers: z.array(slug).default([]),
  owes: z.array(OwedDocument).default([]),
  starts: z.array(Start).default([]),
  originTimeLimits: z.array(TimeLimitStart).default([]).meta({
    description: 'Time limits that begin in the workflow instance from which this one came.',
  }),
})

const State = z.strictObject({
  id: stateName,
  title: text,
  kind: z.enum(['open', 'settled', 'end']).meta({
    description:
      'Somebody has to act; nothing is owed and things may go on; or nothing follows any more.',
  }),
})

export const Workflow = z.strictObject({
  id: workflowId,
  title: text,
  subject: text.meta({ description: 'What one of it is about.' }),
  initial: stateName,
  states: z.array(State).min(1),
  opening: z
    .strictObject({
      title: text,
      origins: z
        .array(z.strictObject({ workflow: workflowId, in: z.array(stateName).min(1) }))
        .default([])
        .meta({
          description: 'The instances one of which it must come from; none where it is empty.',
        }),
      ...actionRules,
    })
    .optional()
    .meta({ description: 'How one comes about by itself; without it only another starts it.' }),
  onOpen: z
    .strictObject({ timeLimits: z.array(TimeLimitStart).default([]), owes: z.array(OwedDocument).default([]) })
    .optional()
    .meta({ description: 'What begins with it, however it comes about.' }),
  timeLimits: z.array(TimeLimit).default([]),
  transitions: z.array(Transition),
})

/** The parts that programs look for in a regime: a regime names the workflow for each part, and may lack some. */
export const workflowParts = [
  'notice',
  'restriction',
  'complaint',
  'dispute-settlement',
  'misuse',
  'transparency-filing',
  'trusted-flagger',
  'life-safety-report',
  'buyer-notification',
  'trader-verification',
] as const
export type WorkflowPart = (typeof workflowParts)[number]

/** One legal regime as data, whole and versioned. */
export const RegimeData = z
  .strictObject({
    id: slug,
    version: text,
    title: text,
    jurisdiction: text,
    asOf: LocalDateText,
    timeZone: z.string().refine(isTimeZone, { message: 'must be an IANA time zone' }),
    caution: text,
    sources: z.array(Source),
    provisions: z.array(Provision),
    roles: z.array(Role),
    policies: z.array(Policy),
    duties: z.array(Duty),
    workflows: z.array(Workflow).min(1),
    parts: z.partialRecord(z.enum(workflowParts), workflowId).default({}).meta({
      description: 'Which workflow is that of a notice, of a restriction, and so on.',
    }),
  })
  .meta({ id: 'Regime' })

export type RegimeData = z.infer<typeof RegimeData>
export type Provision = z.infer<typeof Provision>
export type Policy = z.infer<typeof Policy>
export type Duty = z.infer<typeof Duty>
export type TimeLimit = z.infer<typeof TimeLimit>
export type Field = z.infer<typeof Field>
export type Transition = z.infer<typeof Transition>
export type Workflow = z.infer<typeof Workflow>
export type Tier = (typeof tiers)[number]
