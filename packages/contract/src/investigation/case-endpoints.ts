import { z } from 'zod'
import { actionInput } from '../api/action.ts'
import { text } from '../text.ts'
import { ActingParty, endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

/** What a case's listings have in common. */
export const caseSubjects = ['seller', 'product', 'network'] as const
/** In ascending order. */
export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const
/** Outcomes of a case; only merging results in `merged`. */
export const caseOutcomes = ['enforced', 'genuine', 'nothing-found', 'withdrawn', 'merged'] as const
export const caseStates = ['open', 'snoozed', 'closed'] as const
export type CaseSubject = (typeof caseSubjects)[number]
export type CasePriority = (typeof casePriorities)[number]
export type CaseOutcome = (typeof caseOutcomes)[number]
export type CaseStateName = (typeof caseStates)[number]

/** Most listings that one action may add or remove. */
export const maxListingsAtOnce = 1000

const Title = text(200)
const Moment = z.iso.datetime({ offset: true })
const Listings = z
  .array(z.uuid())
  .min(1)
  .max(maxListingsAtOnce)
  .meta({ description: 'IDs of listings visible to the caller.' })
const Priority = z.enum(casePriorities)
const BrandId = text(200)

export const CaseTaskView = z
  .object({ id: z.uuid(), text: z.string(), done: z.boolean() })
  .meta({ id: 'CaseTaskView' })
export type CaseTaskView = z.infer<typeof CaseTaskView>

const Amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/)
  .meta({ description: 'An unsigned decimal number.', examples: ['129.00'] })
const Currency = z.string().regex(/^[A-Z]{3}$/)

/** Units sold times price for one listing, with the source of both. */
export const TurnoverLineView = z
  .object({
    id: z.uuid(),
    listing: z.uuid(),
    units: z.int().min(1),
    price: Amount,
    currency: Currency,
    source: z.string(),
  })
  .meta({ id: 'TurnoverLineView' })
export type TurnoverLineView = z.infer<typeof TurnoverLineView>

export const CaseView = z
  .object({
    id: z.uuid(),
    title: z.string(),
    about: z.enum(caseSubjects),
    brands: z.array(z.string()),
    state: z.enum(caseStates).meta({
      description: 'A snoozed case reopens automatically when its snooze ends.',
    }),
    priority: Priority,
    escalated: z.boolean(),
    assignee: z
      .object({ id: z.uuid(), until: Moment.nullable() })
      .nullable()
      .meta({ description: 'The assignee; the case becomes unassigned when the period ends.' }),
    due: Moment.nullable(),
    queue: z.uuid().nullable(),
    sla: z
      .object({
        hours: z.int(),
        from: Moment,
        due: Moment.meta({
          description:
            'When the case must be closed; snoozing extends it by the length of the snooze.',
        }),
        stands: z.boolean().meta({
          description:
            'True while the case is snoozed; the remaining time resumes when the snooze ends.',
        }),
        breachedAt: Moment.nullable().meta({
          description: 'When the missed deadline was reported.',
        }),
      })
      .nullable()
      .meta({ description: 'The time limit that its queue or template sets for its priority.' }),
    template: z
      .object({ id: z.uuid(), version: z.int() })
      .nullable()
      .meta({ description: 'The template that the case was opened with.' }),
    snoozedUntil: Moment.nullable(),
    outcome: z.enum(caseOutcomes).nullable(),
    mergedInto: z.uuid().nullable(),
    listings: z.int().meta({ description: 'Number of listings in the case.' }),
    openTasks: z.int(),
    events: z.int().meta({
      description:
        'Number of events of the case. If given with an action, the action is refused if someone changed the case in the meantime.',
    }),
    openedAt: Moment,
    changedAt: Moment,
    closedAt: Moment.nullable(),
  })
  .meta({ id: 'CaseView' })
export type CaseView = z.infer<typeof CaseView>

/** The turnover from which a law applies, and whether the total in its currency reaches it. */
export const CaseThresholdView = z
  .object({
    country: z.string(),
    line: z.enum(['criminal', 'civil']),
    article: z.string(),
    says: z.string(),
    amount: z.string(),
    currency: Currency,
    verified: z.boolean().meta({ description: 'Whether the wording was verified in a source.' }),
    reached: z.boolean(),
  })
  .meta({ id: 'CaseThresholdView' })
export type CaseThresholdView = z.infer<typeof CaseThresholdView>

export const CaseDetailView = CaseView.extend({
  tasks: z.array(CaseTaskView),
  turnover: z.object({
    lines: z.array(TurnoverLineView),
    sums: z
      .array(z.object({ currency: Currency, amount: z.string() }))
      .meta({ description: 'Exact amounts, one per currency; nothing is converted.' }),
    thresholds: z.array(CaseThresholdView).meta({
      description: 'Legal thresholds in the currencies of the amounts.',
    }),
  }),
}).meta({ id: 'CaseDetailView' })
export type CaseDetailView = z.infer<typeof CaseDetailView>

export const CaseInput = z
  .strictObject({
    title: Title,
    about: z.enum(caseSubjects),
    brands: z
      .array(BrandId)
      .max(50)
      .default([])
      .meta({ description: 'Members limited to brands see only cases of their brands.' }),
    listings: Listings.optional(),
    sellerAccount: z.uuid().optional().meta({
      description:
        'A seller account visible to the caller, whose newest listings are added; at most 1,000.',
    }),
    priority: Priority.optional().meta({
      description: 'Defaults to the priority of the template, or to normal without a template.',
    }),
    due: Moment.optional(),
    template: z
      .uuid()
      .optional()
      .meta({ description: 'Provides tasks, a note, a time limit and a priority.' }),
    queue: z
      .uuid()
      .optional()
      .meta({ description: 'Defaults to the first queue whose rules match.' }),
  })
  .meta({ id: 'CaseInput' })
export type CaseInput = z.infer<typeof CaseInput>

const act = <const N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ type: z.literal(name), ...shape })

/** One action on a case. */
export const CaseAction = z
  .discriminatedUnion('type', [
    act('add-listings', { listings: Listings }),
    act('add-seller-listings', {
      sellerAccount: z.uuid().meta({
        description:
          'A seller account visible to the caller, whose newest listings are added; at most 1,000.',
      }),
    }),
    act('remove-listings', { listings: Listings }),
    act('rename', { title: Title }),
    act('assign', {
      to: z.uuid().meta({ description: 'The assignee, a member who may work on cases.' }),
      until: Moment.optional().meta({ description: 'When the case becomes unassigned again.' }),
    }),
    act('release', {}),
    act('prioritise', { priority: Priority }),
    act('set-due', { due: Moment.nullable() }),
    act('snooze', { until: Moment }),
    act('wake', {}),
    act('escalate', { reason: text(2000) }),
    act('note', { text: text(10_000) }),
    act('add-task', { text: text(500) }),
    act('finish-task', { task: z.uuid() }),
    act('reopen-task', { task: z.uuid() }),
    act('add-turnover', {
      listing: z.uuid(),
      units: z.int().min(1).max(1_000_000_000),
      price: Amount,
      currency: Currency,
      source: text(500).meta({ description: 'Source of the units and the price.' }),
    }),
    act('remove-turnover', { line: z.uuid() }),
    act('close', {
      outcome: z.enum(['enforced', 'genuine', 'nothing-found', 'withdrawn']),
      reason: text(2000).optional(),
    }),
    act('reopen', { reason: text(2000) }),
    act('merge', { into: z.uuid().meta({ description: 'The case that receives the listings.' }) }),
    act('undo-merge', { reason: text(2000) }),
    act('move-to-queue', { queue: z.uuid().nullable() }),
    act('route', {}),
    act('split', { title: Title, listings: Listings }),
  ])
  .meta({ id: 'CaseAction' })
export type CaseAction = z.infer<typeof CaseAction>

/** Event kinds of a case's record, which is append-only. */
export const caseEventKinds = [
  'opened',
  'listings-added',
  'listings-removed',
  'renamed',
  'assigned',
  'released',
  'prioritised',
  'due-set',
  'snoozed',
  'woken',
  'escalated',
  'noted',
  'task-added',
  'task-finished',
  'task-reopened',
  'turnover-added',
  'turnover-removed',
  'closed',
  'reopened',
  'merged-into',
  'merged-from',
  'split-off',
  'split-from',
  'merge-undone',
  'task-removed',
  'queued',
  'sla-set',
  'sla-breached',
  'file-added',
  'file-removal-asked',
  'file-removal-rejected',
  'file-removed',
  'note-shared',
] as const
export type CaseEventKind = (typeof caseEventKinds)[number]

export const CaseRecordView = z
  .object({
    position: z.int().meta({ description: 'From 1, without gaps.' }),
    kind: z.enum(caseEventKinds),
    data: z.record(z.string(), z.unknown()),
    at: Moment,
    by: ActingParty,
  })
  .meta({ id: 'CaseRecordView' })
export type CaseRecordView = z.infer<typeof CaseRecordView>

export const CaseListingView = z
  .object({
    listing: z.uuid(),
    marketplace: z.string(),
    externalId: z.string(),
    addedAt: Moment,
    inSight: z.boolean().meta({
      description: 'False if the listing is no longer stored or no longer visible to the caller.',
    }),
    title: z.string().nullable(),
    seller: z.object({ account: z.uuid(), name: z.string().nullable() }).nullable().meta({
      description: 'The account of its seller, and the seller’s name or ID; null if there is none.',
    }),
  })
  .meta({ id: 'CaseListingView' })
export type CaseListingView = z.infer<typeof CaseListingView>

/** The columns of the board, from waiting to done. */
export const boardColumns = ['nobody', 'in-work', 'snoozed', 'closed'] as const
export type BoardColumn = (typeof boardColumns)[number]

const newestListings = z
  .array(z.uuid())
  .max(3)
  .meta({ description: 'IDs of the listings added last; for members limited to brands, of those.' })

export const ListedCaseView = CaseView.extend({ newestListings }).meta({ id: 'ListedCaseView' })
export type ListedCaseView = z.infer<typeof ListedCaseView>

export const BoardCaseView = ListedCaseView.extend({
  pictures: z
    .array(z.object({ listing: z.uuid(), place: z.int() }))
    .meta({ description: 'Stored pictures of its listings; at most three.' }),
}).meta({ id: 'BoardCaseView' })
export type BoardCaseView = z.infer<typeof BoardCaseView>

export const CaseBoardView = z
  .object({
    closedFrom: Moment.meta({ description: 'Cases closed before this time are not on the board.' }),
    columns: z.array(
      z.object({
        column: z.enum(boardColumns),
        cases: z
          .int()
          .meta({ description: 'Number of cases in the column, including those not returned.' }),
        overdue: z.int().meta({ description: 'Number of overdue cases in the column.' }),
        items: z.array(BoardCaseView).meta({ description: 'The first cases, most urgent first.' }),
      }),
    ),
  })
  .meta({ id: 'CaseBoardView' })
export type CaseBoardView = z.infer<typeof CaseBoardView>

const more = z.boolean().optional().meta({
  description: 'True if the seller has more listings than were added.',
})

const OneCase = z.strictObject({ id: z.string() })

export const caseEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/cases',
    summary: 'List cases, most urgent first',
    access: 'person',
    query: PageQuery.extend({
      state: z.enum(caseStates).default('open'),
      assignee: z
        .union([z.enum(['me', 'nobody']), z.uuid()])
        .optional()
        .meta({
          description: 'A person’s ID, `me` for the caller, or `nobody` for unassigned cases.',
        }),
      priority: Priority.optional(),
      brand: BrandId.optional(),
      listing: z.uuid().optional().meta({ description: 'Only cases that include this listing.' }),
      sellerAccount: z.uuid().optional().meta({
        description: 'Only cases that include listings of this seller account.',
      }),
      queue: z.uuid().optional(),
    }),
    response: pageOf(ListedCaseView),
  }),
  board: endpoint({
    method: 'GET',
    path: '/api/v1/cases/board',
    summary:
      'Retrieve the board of cases by assignment: unassigned, assigned, snoozed, recently closed',
    access: 'person',
    query: z.strictObject({
      brand: BrandId.optional(),
      queue: z.uuid().optional(),
      each: z.coerce.number().int().min(1).max(100).default(20).meta({
        description: 'Cases to return per column.',
      }),
    }),
    response: CaseBoardView,
  }),
  open: endpoint({
    method: 'POST',
    path: '/api/v1/cases',
    summary: 'Open a case on listings visible to the caller, or an empty case',
    access: 'person',
    body: CaseInput,
    response: CaseDetailView.extend({ more }).meta({ id: 'OpenedCaseView' }),
    statuses: [201],
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id',
    summary: 'Retrieve a case',
    access: 'person',
    params: OneCase,
    response: CaseDetailView,
  }),
  listings: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/listings',
    summary: 'List the listings of a case, most recently added first',
    access: 'person',
    params: OneCase,
    query: PageQuery,
    response: pageOf(CaseListingView),
  }),
  record: endpoint({
    method: 'GET',
    path: '/api/v1/cases/:id/record',
    summary: 'List the events of a case, newest first',
    access: 'person',
    params: OneCase,
    query: PageQuery,
    response: pageOf(CaseRecordView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/cases/:id/actions',
    summary: 'Perform an action on a case',
    description:
      'Every action can be undone by its opposite: add and remove listings, finish and reopen tasks, close and reopen, merge and unmerge. The timeline keeps both.',
    access: 'person',
    params: OneCase,
    body: actionInput('CaseActionInput', CaseAction),
    response: z
      .object({
        case: CaseDetailView,
        other: CaseDetailView.nullable().meta({
          description: 'The case that this one was merged into or that was split off.',
        }),
        changed: z
          .int()
          .meta({ description: 'Number of listings moved by the action; 0 if it moves none.' }),
        more,
      })
      .meta({ id: 'CaseActionView' }),
  }),
}
