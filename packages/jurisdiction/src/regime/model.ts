import { z } from 'zod'
import { isTimeZone, LocalDateText } from '../calendar/index.ts'
import { Guard } from './guard.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const stateName = slug
const workflowId = slug
const factName = z.string().regex(/^[a-z][a-zA-Z0-9]*$/)
const text = z.string().min(1)
const basis = z
  .array(slug)
  .min(1)
  .meta({ description: 'IDs of the provisions on which it is based.' })

export const Source = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  title: text,
  kind: z.enum(['reproduction', 'regulator', 'commentary', 'specification', 'code']),
})

/**
 * One provision of the law, paraphrased, or a policy of the organisation where the law leaves a choice. `consulted`
 * states what was read of the provision: its wording, a summary of its substance, or nothing. `verified` is true if its
 * wording was read; a policy is never verified.
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
    message: 'a provision states what of it was consulted; a policy does not',
  })
  .refine(
    ({ verified, consulted: seen, sources }) =>
      !verified || (seen === 'wording' && sources.length > 0),
    {
      message: 'a provision is verified only if its wording was consulted in a named source',
    },
  )

export const Role = z.strictObject({
  id: slug,
  title: text,
  human: z.boolean().meta({ description: 'True if a named person must act.' }),
})

/** A number or a switch that the law leaves to the organisation, with the minimum that the law allows. */
export const Policy = z.strictObject({
  id: slug,
  title: text,
  unit: z.enum(['hours', 'days', 'months', 'switch']),
  value: z.union([z.int().min(0), z.boolean()]),
  minimum: z.int().optional(),
  basis,
})

export const tiers = ['hosting', 'platform', 'marketplace'] as const

/** Who is subject to a duty. Tiers are cumulative: a marketplace is a platform, and a platform is a hosting service. */
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
    description: 'The recorded date from which it counts; without it, the time of the event.',
  }),
  responsible: text.meta({ description: 'The party that must meet it.' }),
  basis,
  expiry: slug.optional().meta({ description: 'The transition that its expiry triggers.' }),
}

export const TimeLimit = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('undue'),
      ...timeLimitBase,
      target: z.strictObject({ policy: slug }),
    })
    .meta({
      description:
        'Without undue delay: the law sets no number; a breach of the target is reported.',
    }),
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
    description: 'A wait without an end: it is shown and never expires.',
  }),
])

const when = Guard.optional()

export const Field = z.strictObject({
  name: factName,
  type: z.enum(['text', 'boolean', 'date', 'count', 'number', 'choice', 'list']),
  values: z.array(text).optional(),
  label: text.meta({
    description: 'What it contains, as a noun without an article; follows “Required:”.',
  }),
  optional: z.boolean().optional(),
  when,
  basis,
})

const Check = z.strictObject({
  when,
  condition: Guard,
  message: text.meta({ description: 'The complete sentence shown when it fails.' }),
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
  title: text.meta({ description: 'Continues “to”: “acknowledge receipt”.' }),
  from: z.array(stateName).min(1),
  to: stateName.optional().meta({ description: 'Without it, the state does not change.' }),
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
      '`open`: someone must act; `settled`: nothing is due, but it may continue; `end`: it is closed.',
  }),
})

export const Workflow = z.strictObject({
  id: workflowId,
  title: text,
  subject: text.meta({ description: 'What an instance concerns.' }),
  initial: stateName,
  states: z.array(State).min(1),
  opening: z
    .strictObject({
      title: text,
      origins: z
        .array(z.strictObject({ workflow: workflowId, in: z.array(stateName).min(1) }))
        .default([])
        .meta({
          description:
            'The workflows and states from which it can originate; if empty, it originates from none.',
        }),
      ...actionRules,
    })
    .optional()
    .meta({
      description: 'How one is opened on its own; without it, only another workflow starts it.',
    }),
  onOpen: z
    .strictObject({
      timeLimits: z.array(TimeLimitStart).default([]),
      owes: z.array(OwedDocument).default([]),
    })
    .optional()
    .meta({ description: 'What begins with it, however it is opened.' }),
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

/** One legal regime as data, with its version. */
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
      description: 'The workflow for each part: notice, restriction, and so on.',
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
