import type {
  CaseEventKind,
  CaseOutcome,
  CasePriority,
  CaseStateName,
  CaseSubject,
  CaseTask,
  CaseThreshold,
  TurnoverLine,
} from '@touchstone/contract'
import { turnoverThresholds, type TurnoverThreshold } from '@touchstone/jurisdiction'

/** Times in events are text, as they are kept. */
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
  'turnover-added': TurnoverLine
  'turnover-removed': { line: string }
  closed: { outcome: CaseOutcome; reason: string | null }
  reopened: { reason: string }
  'merged-into': { case: string }
  'merged-from': { case: string }
  'split-off': { case: string }
  'split-from': { case: string }
  'merge-undone': { case: string; reason: string }
  'task-removed': { task: string }
  /** Into none where a person took it out of one; `rule` counts from 1, and is null where a person chose. */
  queued: { queue: string | null; name: string | null; rule: number | null }
  'sla-set': { sla: Omit<CaseSla, 'breachedAt'> | null }
  'sla-breached': { due: string }
  'file-added': { file: string; name: string }
  'file-removal-asked': { file: string; name: string; reason: string }
  'file-removal-rejected': { file: string; name: string }
  'file-removed': { file: string; name: string }
  'note-shared': { note: string; listing: string; brand: string; text: string }
}

/** By when a case must be closed, and how that follows. */
export type CaseSla = { hours: number; from: string; due: string; breachedAt: string | null }

/** Something that happened to a case, by its kind. */
export type CaseEvent = { [K in CaseEventKind]: { kind: K; data: Data[K] } }[CaseEventKind]

/** How a case stands, but for its listings. */
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
  /** By which it was opened, and the hours that it promises whatever the queue does. */
  template: { id: string; version: number; slaHours: number | null } | null
  /** From when on its time runs: since it was opened, or opened again. */
  since: string
  snoozedUntil: string | null
  /** Since when it rests, where its clock stands meanwhile; it stays once the rest is over, until the next event ends it. */
  restingFrom: string | null
  /** How long it rested since its time runs, in milliseconds, but for a rest that is not ended. */
  rested: number
  escalated: boolean
  closed: { outcome: CaseOutcome; reason: string | null; at: string } | null
  mergedInto: string | null
  tasks: CaseTask[]
  turnover: TurnoverLine[]
}

/** Tasks and lines that one case holds at the most. */
export const maxTasks = 200
export const maxLines = 2000
/** Listings in one case. */
export const maxListings = 20_000

/**
 * The case after an event. Pure: the same events give the same state, so that what is kept beside
 * them can be made anew. The first event opens it; any later one needs the state before.
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
      // What is late stays late: rest gives no time back.
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
      // Told in both records; only the one that was merged into the other comes back by it.
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

/** How its time runs anew. */
function begun(at: string): Pick<CaseState, 'closed' | 'mergedInto' | 'since' | 'rested'> {
  return { closed: null, mergedInto: null, since: at, rested: 0 }
}

type Rest = Pick<CaseState, 'rested' | 'restingFrom' | 'snoozedUntil'>

/** How long it rested in all, if the rest that it has ends at a moment at the latest. */
function restUntil({ rested, restingFrom, snoozedUntil }: Rest, at: string): number {
  if (restingFrom === null || snoozedUntil === null) return rested
  const end = Math.min(Date.parse(snoozedUntil), Date.parse(at))
  return rested + Math.max(0, end - Date.parse(restingFrom))
}

/** How long it will have rested once the rest that it has is over. */
export function totalSnoozed(rest: Rest): number {
  return rest.snoozedUntil === null ? rest.rested : restUntil(rest, rest.snoozedUntil)
}

/** True while a case rests and its clock stands. */
export function isSlaPaused(state: CaseState, now: Date): boolean {
  return state.restingFrom !== null && stateAt(state, now) === 'snoozed'
}

function marked(tasks: readonly CaseTask[], which: string, done: boolean): CaseTask[] {
  return tasks.map((task) => (task.id === which ? { ...task, done } : task))
}

/** A case as its events tell it: how it stands, and the listings in it. */
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

/** Whose turn it is at a moment: nobody’s where the time is over. */
export function assigneeAt({ assignee }: CaseState, now: Date): CaseState['assignee'] {
  const over = assignee?.until != null && Date.parse(assignee.until) <= now.getTime()
  return over ? null : assignee
}

export function stateAt({ closed, snoozedUntil }: CaseState, now: Date): CaseStateName {
  if (closed !== null) return 'closed'
  return snoozedUntil !== null && Date.parse(snoozedUntil) > now.getTime() ? 'snoozed' : 'open'
}

/** Digits after the point that a price may have. */
const places = 4

/** Units times price, summed exactly for each currency, in the order of their codes. */
export function turnoverSumsOf(
  lines: readonly TurnoverLine[],
): { currency: string; amount: string }[] {
  const sums = new Map<string, bigint>()
  for (const { units, price, currency } of lines)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(units) * scaled(price))
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ currency, amount: written(sum) }))
}

/** The thresholds in the currencies of sums, each with whether the sum reaches it. */
export function turnoverThresholdsFor(
  sums: ReturnType<typeof turnoverSumsOf>,
  known: readonly TurnoverThreshold[] = turnoverThresholds,
): CaseThreshold[] {
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

/** True where a sum is at least as high as another in the same currency. */
export function turnoverReaches(sum: string, from: string): boolean {
  return scaled(sum) >= scaled(from)
}

/** A decimal number in ten-thousandths. */
function scaled(price: string): bigint {
  const [whole = '0', part = ''] = price.split('.')
  return BigInt(whole + part.padEnd(places, '0'))
}

/** With two places at the least, and more only where they say something. */
function written(sum: bigint): string {
  const digits = sum.toString().padStart(places + 1, '0')
  const part = digits.slice(-places).replace(/0{1,2}$/, '')
  return `${digits.slice(0, -places)}.${part}`
}
