import type {
  CaseEventKind,
  CaseOutcome,
  CasePriority,
  CaseStateName,
  CaseSubject,
  CaseTaskView,
  CaseThresholdView,
  TurnoverLineView,
} from '@touchstone/contract'
import { turnoverThresholds, type TurnoverThreshold } from '@touchstone/jurisdiction'

/** Times in events are strings, as stored. */
type Data = {
  opened: {
    title: string
    about: CaseSubject
    brands: string[]
    priority: CasePriority
    due: string | null
    template?: CaseState['template']
  }
  /** `brands` are those of the case from then on, where its listings change them. */
  'listings-added': { listings: string[]; from?: string; brands?: string[] }
  'listings-removed': { listings: string[]; to?: string; brands?: string[] }
  renamed: { title: string }
  assigned: { to: string; until: string | null }
  released: Record<never, never>
  prioritised: { priority: CasePriority }
  'due-set': { due: string | null }
  snoozed: { until: string }
  woken: Record<never, never>
  escalated: { reason: string }
  noted: { text: string }
  'task-added': { id: string; text: string }
  'task-finished': { task: string }
  'task-reopened': { task: string }
  'turnover-added': TurnoverLineView
  'turnover-removed': { line: string }
  closed: { outcome: CaseOutcome; reason: string | null }
  reopened: { reason: string }
  'merged-into': { case: string }
  'merged-from': { case: string }
  'split-off': { case: string }
  'split-from': { case: string }
  'merge-undone': { case: string; reason: string }
  'task-removed': { task: string }
  /** Null if a person removed it from its queue; `rule` counts from 1, and is null if a person chose the queue. */
  queued: { queue: string | null; name: string | null; rule: number | null }
  'sla-set': { sla: Omit<CaseSla, 'breachedAt'> | null }
  'sla-breached': { due: string }
  'file-added': { file: string; name: string }
  'file-removal-asked': { file: string; name: string; reason: string }
  'file-removal-rejected': { file: string; name: string }
  'file-removed': { file: string; name: string }
  'note-shared': { note: string; listing: string; brand: string; text: string }
}

/** By when a case must be closed, and from what that follows. */
export type CaseSla = { hours: number; from: string; due: string; breachedAt: string | null }

/** An event of a case, by kind. */
export type CaseEvent = { [K in CaseEventKind]: { kind: K; data: Data[K] } }[CaseEventKind]

/** The state of a case, without its listings. */
export type CaseState = {
  title: string
  about: CaseSubject
  /** Those with which it was opened, and those of its listings. */
  brands: string[]
  openedWithBrands: string[]
  priority: CasePriority
  assignee: { id: string; until: string | null } | null
  due: string | null
  queue: string | null
  sla: CaseSla | null
  /** Its template, and the template's SLA in hours, which overrides the queue's. */
  template: { id: string; version: number; slaHours: number | null } | null
  /** Start of its SLA: when it was opened or reopened. */
  since: string
  snoozedUntil: string | null
  /** Start of the current snooze, during which the SLA is paused; kept after its end until the next event. */
  restingFrom: string | null
  /** Total earlier snoozed time since the start of the SLA, in milliseconds. */
  rested: number
  escalated: boolean
  closed: { outcome: CaseOutcome; reason: string | null; at: string } | null
  mergedInto: string | null
  tasks: CaseTaskView[]
  turnover: TurnoverLineView[]
}

/** Most tasks, and most turnover entries, of one case. */
export const maxTasks = 200
export const maxLines = 2000
/** Most listings of one case. */
export const maxListings = 20_000

/**
 * The case after an event. Pure: the same events give the same state, so stored projections can be rebuilt. The first
 * event opens the case; later ones need the state before.
 */
export function applyEvent(state: CaseState | undefined, event: CaseEvent, at: string): CaseState {
  if (event.kind === 'opened') {
    const { title, about, brands, priority, due, template = null } = event.data
    return {
      title,
      about,
      brands,
      openedWithBrands: brands,
      priority,
      due,
      assignee: null,
      ...awake,
      rested: 0,
      template,
      queue: null,
      sla: null,
      since: at,
      escalated: false,
      closed: null,
      mergedInto: null,
      tasks: [],
      turnover: [],
    }
  }
  if (state === undefined)
    throw new Error(`a case begins with "${event.kind}" and was never opened`)
  switch (event.kind) {
    case 'renamed':
      return { ...state, title: event.data.title }
    case 'assigned':
      return { ...state, assignee: { id: event.data.to, until: event.data.until } }
    case 'released':
      return { ...state, assignee: null }
    case 'prioritised':
      return { ...state, priority: event.data.priority }
    case 'due-set':
      return { ...state, due: event.data.due }
    case 'snoozed': {
      const rested = restUntil(state, at)
      // Snoozing a case that is already overdue does not extend its SLA.
      const restingFrom = state.sla?.breachedAt == null ? at : null
      return { ...state, snoozedUntil: event.data.until, restingFrom, rested }
    }
    case 'woken':
      return { ...state, rested: restUntil(state, at), ...awake }
    case 'escalated':
      return {
        ...state,
        rested: restUntil(state, at),
        ...awake,
        escalated: true,
        priority: 'urgent',
      }
    case 'task-added':
      return { ...state, tasks: [...state.tasks, { ...event.data, done: false }] }
    case 'task-finished':
      return { ...state, tasks: marked(state.tasks, event.data.task, true) }
    case 'task-reopened':
      return { ...state, tasks: marked(state.tasks, event.data.task, false) }
    case 'turnover-added':
      return { ...state, turnover: [...state.turnover, event.data] }
    case 'turnover-removed':
      return { ...state, turnover: state.turnover.filter(({ id }) => id !== event.data.line) }
    case 'closed':
      return {
        ...state,
        rested: restUntil(state, at),
        ...awake,
        closed: { ...event.data, at },
      }
    case 'reopened':
      return { ...state, ...begun(at), escalated: false }
    case 'merged-into':
      return { ...state, mergedInto: event.data.case }
    case 'merge-undone':
      // Recorded in both cases; only the one merged into the other reopens.
      return state.mergedInto === event.data.case ? { ...state, ...begun(at) } : state
    case 'task-removed':
      return { ...state, tasks: state.tasks.filter(({ id }) => id !== event.data.task) }
    case 'queued':
      return { ...state, queue: event.data.queue }
    case 'sla-set': {
      const { sla } = event.data
      return { ...state, sla: sla && { ...sla, breachedAt: null } }
    }
    case 'sla-breached':
      return { ...state, sla: state.sla && { ...state.sla, breachedAt: at } }
    case 'listings-added':
    case 'listings-removed':
      return event.data.brands === undefined ? state : { ...state, brands: event.data.brands }
    case 'noted':
    case 'merged-from':
    case 'split-off':
    case 'split-from':
    case 'file-added':
    case 'file-removal-asked':
    case 'file-removal-rejected':
    case 'file-removed':
    case 'note-shared':
      return state
  }
}

const awake = { snoozedUntil: null, restingFrom: null }

/** Restarts its SLA. */
function begun(at: string): Pick<CaseState, 'closed' | 'mergedInto' | 'since' | 'rested'> {
  return { closed: null, mergedInto: null, since: at, rested: 0 }
}

type Rest = Pick<CaseState, 'rested' | 'restingFrom' | 'snoozedUntil'>

/** Total snoozed time if the current snooze ends at this moment at the latest. */
function restUntil({ rested, restingFrom, snoozedUntil }: Rest, at: string): number {
  if (restingFrom === null || snoozedUntil === null) return rested
  const end = Math.min(Date.parse(snoozedUntil), Date.parse(at))
  return rested + Math.max(0, end - Date.parse(restingFrom))
}

/** Total snoozed time once the current snooze has ended. */
export function totalSnoozed(rest: Rest): number {
  return rest.snoozedUntil === null ? rest.rested : restUntil(rest, rest.snoozedUntil)
}

/** True while a case is snoozed and its SLA paused. */
export function isSlaPaused(state: CaseState, now: Date): boolean {
  return state.restingFrom !== null && stateAt(state, now) === 'snoozed'
}

function marked(tasks: readonly CaseTaskView[], which: string, done: boolean): CaseTaskView[] {
  return tasks.map((task) => (task.id === which ? { ...task, done } : task))
}

/** A case from its events: its state, and its listings. */
export function foldEvents(events: readonly (CaseEvent & { at: string })[]): {
  state: CaseState
  listings: ReadonlySet<string>
} {
  let state: CaseState | undefined
  const listings = new Set<string>()
  for (const event of events) {
    state = applyEvent(state, event, event.at)
    if (event.kind === 'listings-added') event.data.listings.forEach((id) => listings.add(id))
    if (event.kind === 'listings-removed') event.data.listings.forEach((id) => listings.delete(id))
  }
  if (state === undefined) throw new Error('a case without events')
  return { state, listings }
}

/** The assignee at a moment: none once the assignment has ended. */
export function assigneeAt({ assignee }: CaseState, now: Date): CaseState['assignee'] {
  const over = assignee?.until != null && Date.parse(assignee.until) <= now.getTime()
  return over ? null : assignee
}

export function stateAt({ closed, snoozedUntil }: CaseState, now: Date): CaseStateName {
  if (closed !== null) return 'closed'
  return snoozedUntil !== null && Date.parse(snoozedUntil) > now.getTime() ? 'snoozed' : 'open'
}

/** Most decimal places of a price. */
const places = 4

/** Units times price, summed exactly for each currency, in the order of their codes. */
export function turnoverSumsOf(
  lines: readonly TurnoverLineView[],
): { currency: string; amount: string }[] {
  const sums = new Map<string, bigint>()
  for (const { units, price, currency } of lines)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units) * scaled(price))
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, amount: written(sum) }))
}

/** The legal thresholds in the currencies of the sums, each with whether the sum reaches it. */
export function turnoverThresholdsFor(
  sums: ReturnType<typeof turnoverSumsOf>,
  known: readonly TurnoverThreshold[] = turnoverThresholds,
): CaseThresholdView[] {
  return sums.flatMap((sum) =>
    known
      .filter(({ currency }) => currency === sum.currency)
      .map(({ country, line, article, says, amount, currency, verified }) => ({
        country,
        line,
        article,
        says,
        amount,
        currency,
        verified,
        reached: turnoverReaches(sum.amount, amount),
      })),
  )
}

/** True if a sum is at least as high as another in the same currency. */
export function turnoverReaches(sum: string, from: string): boolean {
  return scaled(sum) >= scaled(from)
}

/** A decimal number in ten-thousandths. */
function scaled(price: string): bigint {
  const [whole = '0', part = ''] = price.split('.')
  return BigInt(whole + part.padEnd(places, '0'))
}

/** At least two decimal places, and more only if significant. */
function written(sum: bigint): string {
  const digits = sum.toString().padStart(places + 1, '0')
  const part = digits.slice(-places).replace(/0{1,2}$/, '')
  return `${digits.slice(0, -places)}.${part}`
}
