import type {
  DeadlineCalculationView,
  TransitionFieldView,
  LawLineView,
  AvailableTransitionView,
  AvailableWorkflowView,
  ProceedingView,
  RegimeTableView,
  TimeLimitView,
} from '@touchstone/contract'
import {
  conditionWords,
  runningDeadlines,
  sizeClasses,
  applyEvent,
  tiers,
  type CaseEvent,
  type CaseState,
  type WorkflowInstance,
  type MaySend,
  type OpenDeadline,
  type Refusal,
  type RegimeData,
  type Rules,
} from '@touchstone/jurisdiction'
import type { ErrorCode } from '../../platform/errors/index.ts'
import { codeOfRefusal } from './apply-action.ts'

type WorkflowData = RegimeData['workflows'][number]
type Transition = WorkflowData['transitions'][number]
type Field = Transition['fields'][number]

/** The state of a proceeding, with the legal basis of each transition, and the available ones. */
export type ProceedingStateView = Pick<
  ProceedingView,
  | 'instances'
  | 'deadlines'
  | 'owed'
  | 'availableWorkflows'
  | 'roles'
  | 'lines'
  | 'maySend'
  | 'maySendReason'
>

type ApprovalStatus = Pick<MaySend, 'allowed' | 'reason'>
type ViewInput = { rules: Rules; state: CaseState; at: string; person: string }

/** Renders a state in its regime's words. Pure: availability is tested with the engine itself. */
export function toProceedingStateView(
  asking: ViewInput & { standing: ApprovalStatus },
): ProceedingStateView {
  const { rules, state, standing } = asking
  const instances = Object.values(state.instances)
  const summary = {
    maySend: standing.allowed,
    maySendReason: standing.reason,
    instances: instances.map((instance) => toInstanceView(asking, instance)),
    deadlines: toDeadlineViews(rules, state),
    owed: instances.flatMap(({ id: instance, documents }) =>
      documents
        .filter(({ deliveredAt }) => deliveredAt === undefined)
        .map(({ document, to }) => ({ instance, document, to })),
    ),
    availableWorkflows: availableWorkflowsOf(asking),
    roles: rules.regime.roles.map(({ id, title }) => ({ id, title })),
  }
  return { ...summary, lines: linesIn(rules, summary) }
}

function toInstanceView(
  asking: ViewInput,
  instance: WorkflowInstance,
): ProceedingStateView['instances'][number] {
  const { rules } = asking
  const { id, workflow, state, since, origin, path } = instance
  const known = workflowIn(rules, workflow)
  const named = (wanted: string) => known.states.find((one) => one.id === wanted)
  // What a transition elsewhere started was not opened by anyone, even if its workflow can be.
  const opened = origin === undefined || (known.opening?.origins ?? []).length > 0
  return {
    id,
    workflow,
    name: known.title,
    origin: origin ?? null,
    state,
    since,
    stateTitle: named(state)?.title ?? state,
    stateKind: named(state)?.kind ?? 'open',
    path: path.map(({ at, action, by, state: then }) => {
      const move =
        rules.transition(workflow, action) ??
        (action === 'open' && opened ? known.opening : undefined)
      const title = move?.title ?? titlesBesideLaw[action] ?? action
      return {
        at,
        action,
        title,
        role: by.role,
        person: by.id ?? null,
        state: then,
        stateTitle: named(then)?.title ?? then,
        lines: move?.basis ?? [],
      }
    }),
    availableTransitions: known.transitions
      .filter((one) => one.from.includes(state))
      .flatMap((one) => toTransitionViews(asking, instance, known, one)),
  }
}

/** Steps for which the regime has no words. */
const titlesBesideLaw: Readonly<Record<string, string>> = {
  open: 'start with the previous step',
  match: 'match it to a listing',
}

function toTransitionViews(
  asking: ViewInput,
  instance: WorkflowInstance,
  workflow: WorkflowData,
  transition: Transition,
): AvailableTransitionView[] {
  const { id, title, roles, fields, basis } = transition
  const tried = tryRoles(asking, roles, (at, role) => ({
    type: 'transition',
    id: instance.id,
    transition: id,
    at,
    by: role,
    fields: {},
  }))
  if (tried === undefined) return []
  const to = workflow.states.find((one) => one.id === transition.to)?.title ?? null
  return [{ transition: id, title, to, ...tried, fields: fields.map(fieldOf), lines: basis }]
}

function availableWorkflowsOf(asking: ViewInput): AvailableWorkflowView[] {
  const { rules, state } = asking
  return rules.regime.workflows.flatMap((workflow) => {
    const { id, title: name, subject, opening } = workflow
    if (opening === undefined) return []
    const origins = Object.values(state.instances)
      .filter((instance) =>
        opening.origins.some(
          (one) => one.workflow === instance.workflow && one.in.includes(instance.state),
        ),
      )
      .map((instance) => instance.id)
    if (opening.origins.length > 0 && origins.length === 0) return []
    const tried = tryRoles(asking, opening.roles, (at, role) => ({
      type: 'open',
      id: '?',
      workflow: id,
      at,
      by: role,
      fields: {},
      ...(origins[0] !== undefined && { origin: origins[0] }),
    }))
    if (tried === undefined || tried.refusal !== null) return []
    const { title, fields, basis } = opening
    const { roles } = tried
    return [
      {
        workflow: id,
        name,
        subject,
        title,
        roles,
        origins,
        lines: basis,
        fields: fields.map(fieldOf),
      },
    ]
  })
}

/** Refusals that only fields cause: all others apply whatever is sent. */
const mendable: ReadonlySet<Refusal['code']> = new Set([
  'missing-field',
  'bad-field',
  'not-asked',
  'not-fulfilled',
])

/** The roles in which an event would be accepted now; undefined if only time causes it. */
function tryRoles(
  { rules, state, at, person }: ViewInput,
  by: readonly string[],
  eventOf: (at: string, by: { role: string; id?: string }) => CaseEvent,
): { roles: string[]; refusal: string | null; refusalCode: ErrorCode | null } | undefined {
  const roles: string[] = []
  let refused: Refusal | undefined
  const isHuman = (role: string): boolean => rules.role(role)?.human === true
  // The caller is a person: roles of people come before those of programs.
  const people = by
    .filter((role) => rules.role(role) !== undefined)
    .toSorted((one, other) => Number(isHuman(other)) - Number(isHuman(one)))
  if (people.length === 0) return undefined
  for (const role of people) {
    const who = { role, ...(isHuman(role) && { id: person }) }
    const answer = applyEvent(rules, state, eventOf(at, who))
    if (answer.ok || mendable.has(answer.refusal.code)) roles.push(role)
    else refused ??= answer.refusal
  }
  if (refused === undefined || roles.length > 0) return { roles, refusal: null, refusalCode: null }
  return { roles, refusal: refused.message, refusalCode: codeOfRefusal[refused.code] }
}

function fieldOf({ name, type, values, label, optional, when, basis }: Field): TransitionFieldView {
  return {
    name,
    type,
    label,
    values: values ?? [],
    optional: optional === true,
    lines: basis,
    when: when === undefined ? null : conditionWords(when),
  }
}

/** How a deadline was computed, without words. */
export function toCalculationView({
  from,
  lastDay,
  calculation,
}: Pick<OpenDeadline, 'from' | 'lastDay' | 'calculation'>): DeadlineCalculationView {
  const { rule, zone, count, dayOff, shortMonth } = calculation
  return {
    rule,
    from,
    zone,
    lastDay: lastDay ?? null,
    count: count ?? null,
    dayOff: dayOff ?? null,
    shortMonth: shortMonth === true,
  }
}

function toDeadlineViews(rules: Rules, state: CaseState): ProceedingStateView['deadlines'] {
  return runningDeadlines(state).map((deadline) => {
    const { instance, timeLimit, dueAt, startedAt, why } = deadline
    const {
      title,
      responsible: bound,
      basis,
    } = rules.timeLimit(state.instances[instance]?.workflow ?? '', timeLimit)
    return {
      instance,
      timeLimit,
      title,
      responsible: bound,
      startedAt,
      why,
      calculation: toCalculationView(deadline),
      lines: basis,
      dueAt: dueAt ?? null,
    }
  })
}

/** All provisions that the rest of a response refers to, once each. */
function linesIn(
  rules: Rules,
  {
    instances,
    deadlines,
    availableWorkflows,
  }: Pick<ProceedingStateView, 'instances' | 'deadlines' | 'availableWorkflows'>,
): LawLineView[] {
  const named = [
    ...deadlines.flatMap(({ lines }) => lines),
    ...availableWorkflows.flatMap(linesOf),
    ...instances.flatMap(({ path, availableTransitions }) => [
      ...path.flatMap(({ lines }) => lines),
      ...availableTransitions.flatMap(linesOf),
    ]),
  ]
  return toLawLines(rules, named)
}

/** A time limit of a workflow in its regime's words. */
export function toTimeLimitView(
  rules: Rules,
  { workflow, timeLimit: id }: { workflow: string; timeLimit: string },
): TimeLimitView {
  const { title, responsible, basis } = rules.timeLimit(workflow, id)
  const { title: workflowTitle } = workflowIn(rules, workflow)
  return { workflow, workflowTitle, id, title, responsible, lines: toLawLines(rules, basis) }
}

/** These provisions of a regime, once each. */
export function toLawLines(rules: Rules, ids: readonly string[]): LawLineView[] {
  return [...new Set(ids)].map((id) => lineOf(rules.provision(id)))
}

function linesOf({ lines, fields }: Pick<AvailableTransitionView, 'lines' | 'fields'>): string[] {
  return [...lines, ...fields.flatMap((field) => field.lines)]
}

function lineOf(provision: RegimeData['provisions'][number]): LawLineView {
  const { consulted = null, id, article, summary, force, verified, validFrom, sources } = provision
  return { id, article, summary, force, consulted, verified, validFrom, sources }
}

function workflowIn(rules: Rules, id: string): WorkflowData {
  const workflow = rules.workflow(id)
  if (workflow === undefined) throw new Error(`the regime ${rules.regime.id} has no workflow ${id}`)
  return workflow
}

/** A regime as tables, built from its data alone. */
export function toRegimeTable(
  { regime }: Rules,
  { allowed, reason }: ApprovalStatus,
): RegimeTableView {
  const { id, version, title, jurisdiction, asOf, caution, roles, workflows, provisions } = regime
  return {
    id,
    version,
    title,
    jurisdiction,
    asOf,
    caution,
    maySend: allowed,
    maySendReason: reason,
    tiers: [...tiers],
    sizeClasses: [...sizeClasses],
    roles: roles.map((role) => ({ id: role.id, title: role.title })),
    workflows: workflows.map((workflow) => ({
      id: workflow.id,
      title: workflow.title,
      subject: workflow.subject,
      states: workflow.states,
      opening: workflow.opening?.title ?? null,
      initial: workflow.initial,
      transitions: workflow.transitions.map(
        ({ id: transition, title: name, from, to, ...rest }) => ({
          id: transition,
          title: name,
          from,
          to: to ?? null,
          roles: rest.roles,
          fields: rest.fields.map(({ label }) => label),
          lines: rest.basis,
        }),
      ),
      timeLimits: workflow.timeLimits.map((timeLimit) => ({
        id: timeLimit.id,
        title: timeLimit.title,
        responsible: timeLimit.responsible,
        lines: timeLimit.basis,
      })),
    })),
    lines: provisions.map(lineOf),
  }
}
