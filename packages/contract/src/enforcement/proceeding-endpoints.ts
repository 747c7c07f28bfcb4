import { z } from 'zod'
import { actionInput } from '../api/action.ts'
import { errorCodes } from '../problem-types.ts'
import { text } from '../text.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const name = z.string().min(1).max(300)
const FactValue = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(500),
])
const fields = z.record(z.string().max(100), FactValue).default({}).meta({
  description: 'As listed for each transition by `touchstone regime show <id> --table`.',
})

export const ProceedingInput = z
  .strictObject({
    title: text(300),
    listing: z.uuid().optional().meta({ description: 'The listing that it concerns.' }),
    case: z.uuid().optional().meta({ description: 'The case that it belongs to.' }),
    regime: name.meta({ description: 'ID of the regime.' }),
    profile: z.looseObject({ tier: name, sizeClass: name }).meta({
      description: 'Profile of the platform, which determines the duties that apply to it.',
    }),
    settings: z.record(z.string().max(100), z.union([z.number(), z.boolean()])).default({}),
  })
  .meta({ id: 'ProceedingInput' })

/** An action in a proceeding: opens a workflow instance, or applies a transition to one. */
export const ProceedingAction = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('open'),
      id: name.meta({ description: 'ID of the new workflow instance, chosen by the caller.' }),
      workflow: name,
      role: name,
      origin: name.optional(),
      fields,
    }),
    z.strictObject({
      type: z.literal('transition'),
      id: name,
      transition: name,
      role: name,
      fields,
    }),
  ])
  .meta({ id: 'ProceedingAction' })
export type ProceedingAction = z.infer<typeof ProceedingAction>

/** A field of a transition, as its form shows it. */
export const TransitionFieldView = z
  .object({
    name: z.string(),
    type: z.enum(['text', 'boolean', 'date', 'count', 'number', 'choice', 'list']),
    values: z.array(z.string()),
    label: z.string().meta({ description: 'A noun without an article.' }),
    optional: z.boolean(),
    when: z.string().nullable().meta({
      description: 'Condition under which the field is required; null if it always is.',
    }),
    lines: z.array(z.string()),
  })
  .meta({ id: 'TransitionFieldView' })
export type TransitionFieldView = z.infer<typeof TransitionFieldView>

const actionFields = {
  title: z.string().meta({ description: 'Continues “to”: “acknowledge receipt”.' }),
  roles: z.array(z.string()).meta({ description: 'Roles in which the caller may perform it now.' }),
  fields: z.array(TransitionFieldView),
  lines: z.array(z.string()).meta({ description: 'IDs of the provisions that apply.' }),
}

/** How a deadline is calculated, for those who word it in another language. */
export const DeadlineCalculationView = z
  .object({
    rule: z.enum(['endless', 'recorded-day', 'target', 'days', 'months', 'working-days']),
    from: z.string().meta({ description: 'The day or the moment from which it counts.' }),
    lastDay: z.iso.date().nullable().meta({
      description: 'The last day in time; null for a target in hours, and without an end.',
    }),
    zone: z.string().meta({ description: 'The time zone in which the last day ends.' }),
    count: z.int().nullable().meta({ description: 'Hours of a target, else days or months.' }),
    dayOff: z.iso.date().nullable().meta({
      description: 'The day on which it would have ended, had it not been a day off.',
    }),
    shortMonth: z.boolean().meta({
      description: 'Whether the last month lacks the day on which it began.',
    }),
  })
  .meta({ id: 'DeadlineCalculationView' })
export type DeadlineCalculationView = z.infer<typeof DeadlineCalculationView>

/** A transition available in the current state. */
export const AvailableTransitionView = z
  .object({
    transition: z.string(),
    ...actionFields,
    to: z
      .string()
      .nullable()
      .meta({ description: 'The resulting state; null if it does not change.' }),
    refusal: z.string().nullable().meta({
      description:
        'Why it is not available now, whatever the fields; missing fields are reported on submission.',
    }),
    refusalCode: z.enum(errorCodes).nullable().meta({
      description: 'Code of the problem with which the action would be refused.',
    }),
  })
  .meta({ id: 'AvailableTransitionView' })
export type AvailableTransitionView = z.infer<typeof AvailableTransitionView>

/** A workflow that can be opened. */
export const AvailableWorkflowView = z
  .object({
    workflow: z.string(),
    name: z.string().meta({ description: 'Name of the workflow.' }),
    subject: z.string(),
    ...actionFields,
    origins: z.array(z.string()).meta({
      description:
        'Workflow instances that it can originate from; empty if it starts independently.',
    }),
  })
  .meta({ id: 'AvailableWorkflowView' })
export type AvailableWorkflowView = z.infer<typeof AvailableWorkflowView>

/** One provision of the law, or of the organisation’s policy where the law leaves it open, paraphrased. */
export const LawLineView = z
  .object({
    id: z.string(),
    article: z.string(),
    summary: z.string(),
    force: z.enum(['law', 'policy']),
    consulted: z.enum(['wording', 'substance', 'not-found']).nullable().meta({
      description: 'What was consulted of the provision; null for a policy.',
    }),
    verified: z
      .boolean()
      .meta({ description: 'Whether the wording was verified in a named source.' }),
    validFrom: z.iso.date(),
    sources: z.array(z.string()),
  })
  .meta({ id: 'LawLineView' })
export type LawLineView = z.infer<typeof LawLineView>

const TitledEntry = z.object({ id: z.string(), title: z.string() })

/** What a proceeding concerns, by name. */
export const ProceedingSubjectView = z
  .object({
    listing: z.string().nullable().meta({ description: 'Title of the listing.' }),
    seller: z.string().nullable().meta({ description: 'Name of the seller, else their ID.' }),
    marketplace: z.string().nullable(),
    case: z.string().nullable().meta({ description: 'Title of the case.' }),
  })
  .meta({
    id: 'ProceedingSubjectView',
    description: 'Null for what there is not, and for what the caller cannot see.',
  })
export type ProceedingSubjectView = z.infer<typeof ProceedingSubjectView>

/** A time limit of a workflow, with whom it binds and its legal basis. */
export const TimeLimitView = z
  .object({
    workflow: z.string().meta({ description: 'ID of the workflow.' }),
    workflowTitle: z.string().meta({ description: 'Name of the workflow.' }),
    id: z.string(),
    title: z.string(),
    responsible: z.string().meta({ description: 'The party bound by the deadline.' }),
    lines: z.array(LawLineView),
  })
  .meta({ id: 'TimeLimitView' })
export type TimeLimitView = z.infer<typeof TimeLimitView>

const summary = {
  id: z.uuid(),
  title: z.string(),
  listing: z.uuid().nullable(),
  case: z.uuid().nullable(),
  regime: z.string(),
  version: z.string(),
  events: z.int().min(0).meta({
    description: 'Number of its events; send it as `expectedVersion` with an action.',
  }),
  openedAt: z.iso.datetime(),
  about: ProceedingSubjectView,
}

export const ProceedingSummaryView = z
  .object({
    ...summary,
    nextDueAt: z.iso.datetime().nullable().meta({ description: 'The next deadline.' }),
    nextLimit: TimeLimitView.nullable().meta({ description: 'What is due then, and by whom.' }),
  })
  .meta({ id: 'ProceedingSummaryView' })
export type ProceedingSummaryView = z.infer<typeof ProceedingSummaryView>

export const ProceedingView = z
  .object({
    ...summary,
    maySend: z.boolean().meta({ description: 'False until counsel has signed off this version.' }),
    maySendReason: z.string(),
    instances: z.array(
      z.object({
        id: z.string(),
        workflow: z.string(),
        name: z.string().meta({ description: 'Name of the workflow.' }),
        origin: z
          .string()
          .nullable()
          .meta({ description: 'The workflow instance that it originated from.' }),
        state: z.string(),
        stateTitle: z.string(),
        stateKind: z.enum(['open', 'settled', 'end']),
        since: z.iso.datetime(),
        path: z.array(
          z.object({
            at: z.iso.datetime(),
            action: z.string(),
            title: z.string().meta({ description: 'Continues “to”.' }),
            role: z.string(),
            person: z
              .string()
              .nullable()
              .meta({ description: 'The person who acted, if one is required.' }),
            state: z.string(),
            stateTitle: z.string(),
            lines: z.array(z.string()),
          }),
        ),
        availableTransitions: z.array(AvailableTransitionView),
      }),
    ),
    deadlines: z.array(
      z.object({
        instance: z.string(),
        timeLimit: z.string(),
        title: z.string(),
        responsible: z.string().meta({ description: 'The party bound by the deadline.' }),
        startedAt: z.iso.datetime(),
        lines: z.array(z.string()),
        dueAt: z.iso.datetime().nullable(),
        why: z
          .string()
          .meta({ description: 'How the deadline is calculated, and under which provision.' }),
        calculation: DeadlineCalculationView,
      }),
    ),
    owed: z.array(z.object({ instance: z.string(), document: z.string(), to: z.string() })).meta({
      description: 'Documents still to be delivered.',
    }),
    availableWorkflows: z
      .array(AvailableWorkflowView)
      .meta({ description: 'Workflows that can start now.' }),
    roles: z.array(TitledEntry),
    lines: z.array(LawLineView).meta({ description: 'Provisions cited in the response.' }),
  })
  .meta({ id: 'ProceedingView' })
export type ProceedingView = z.infer<typeof ProceedingView>

export const RunningDeadlineView = z
  .object({
    proceeding: z.uuid(),
    title: z.string().meta({ description: 'Title of the proceeding.' }),
    listing: z.uuid().nullable(),
    case: z.uuid().nullable(),
    regime: z.string(),
    instance: z.string(),
    timeLimit: z.string(),
    dueAt: z.iso.datetime(),
    why: z.string(),
    about: ProceedingSubjectView,
    notifier: z.string().nullable().meta({
      description: 'Name of the organisation whose notice opened the proceeding, if any.',
    }),
    limit: TimeLimitView,
  })
  .meta({ id: 'RunningDeadlineView' })
export type RunningDeadlineView = z.infer<typeof RunningDeadlineView>
/** Counsel's approval of one version of a regime. */
export const CounselSignatureInput = z
  .strictObject({
    version: name.meta({
      description: 'The version in force; each new version needs a new sign-off.',
    }),
    checkedOn: z.iso.date(),
    counsel: z.string().trim().min(1).max(200).meta({ description: 'Name of the counsel.' }),
  })
  .meta({ id: 'CounselSignatureInput' })

export const RegimeApprovalView = z
  .object({
    id: z.string(),
    title: z.string(),
    version: z.string(),
    maySend: z.boolean(),
    maySendReason: z.string(),
    until: z.iso.date().nullable().meta({
      description: 'The first day on which the sign-off is no longer valid.',
    }),
    unverified: z.array(z.string()).meta({
      description: 'Provisions of unverified wording, for counsel to read first.',
    }),
    signatures: z.array(
      z.object({
        version: z.string(),
        checkedOn: z.iso.date(),
        counsel: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'RegimeApprovalView' })
export type RegimeApprovalView = z.infer<typeof RegimeApprovalView>
const TableMove = z.object({
  id: z.string(),
  title: z.string(),
  from: z.array(z.string()),
  to: z.string().nullable(),
  roles: z.array(z.string()),
  fields: z.array(z.string()),
  lines: z.array(z.string()),
})

/** A regime as tables: states, transitions, time limits, and every provision. */
export const RegimeTableView = z
  .object({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    jurisdiction: z.string(),
    asOf: z.iso.date(),
    caution: z.string(),
    maySend: z.boolean(),
    maySendReason: z.string(),
    roles: z.array(TitledEntry),
    tiers: z.array(z.string()),
    sizeClasses: z.array(z.string()),
    workflows: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        subject: z.string(),
        opening: z.string().nullable().meta({
          description: 'What starts it, continuing “to”; null if another workflow instance does.',
        }),
        initial: z.string().meta({ description: 'The initial state.' }),
        states: z.array(
          z.object({ id: z.string(), title: z.string(), kind: z.enum(['open', 'settled', 'end']) }),
        ),
        transitions: z.array(TableMove),
        timeLimits: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            responsible: z.string(),
            lines: z.array(z.string()),
          }),
        ),
      }),
    ),
    lines: z.array(LawLineView),
  })
  .meta({ id: 'RegimeTableView' })
export type RegimeTableView = z.infer<typeof RegimeTableView>

const One = z.strictObject({ id: z.uuid() })

export const enforcementEndpoints = {
  regimes: endpoint({
    method: 'GET',
    path: '/api/v1/regimes',
    summary: 'List the available regimes, and those under which the organisation may send',
    access: 'person',
    response: z.object({ items: z.array(RegimeApprovalView) }),
  }),
  sign: endpoint({
    method: 'POST',
    path: '/api/v1/regimes/:id/signatures',
    summary: 'Record the sign-off of this version of a regime by the organisation’s counsel',
    description: 'Valid for twelve months and for this version only.',
    access: 'person',
    wholeOrganisation: true,
    params: z.strictObject({ id: name }),
    body: CounselSignatureInput,
    response: RegimeApprovalView,
    statuses: [201],
  }),
  regime: endpoint({
    method: 'GET',
    path: '/api/v1/regimes/:id',
    summary: 'Retrieve a regime as a table of states, transitions, time limits and provisions',
    access: 'person',
    params: z.strictObject({ id: name }),
    response: RegimeTableView,
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/proceedings',
    summary: 'List proceedings, newest first',
    access: 'person',
    query: PageQuery.extend({
      listing: z.uuid().optional().meta({ description: 'Only proceedings about this listing.' }),
      case: z
        .uuid()
        .optional()
        .meta({ description: 'Only proceedings about a listing of this case.' }),
    }),
    response: pageOf(ProceedingSummaryView),
  }),
  begin: endpoint({
    method: 'POST',
    path: '/api/v1/proceedings',
    summary: 'Open a proceeding under a regime',
    access: 'person',
    body: ProceedingInput,
    response: ProceedingView,
    statuses: [201],
  }),
  deadlines: endpoint({
    method: 'GET',
    path: '/api/v1/deadlines',
    summary: 'List running deadlines of the organisation’s proceedings, earliest first',
    access: 'person',
    query: PageQuery.extend({
      before: z.iso.datetime({ offset: true }).optional().meta({
        description: 'Only deadlines before this time.',
      }),
      regime: name.optional().meta({ description: 'Only deadlines under this regime.' }),
      case: z.uuid().optional().meta({ description: 'Only deadlines of this case’s proceedings.' }),
    }),
    response: pageOf(RunningDeadlineView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/proceedings/:id',
    summary:
      'Retrieve a proceeding with its workflow instances, running deadlines and documents due',
    access: 'person',
    params: One,
    response: ProceedingView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/proceedings/:id/actions',
    summary: 'Apply a transition in a proceeding',
    description:
      'A transition that the regime does not allow, or one with a missing field, is refused with a message that cites the article, and leaves the proceeding unchanged.',
    access: 'person',
    params: One,
    body: actionInput('ProceedingActionInput', ProceedingAction),
    response: z.object({
      proceeding: ProceedingView,
      why: z.array(z.string()).meta({ description: 'One sentence for each event.' }),
    }),
  }),
}
