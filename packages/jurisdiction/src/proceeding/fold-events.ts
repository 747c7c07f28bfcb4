import { TouchstoneError } from '@touchstone/contract'
import { settingFaults, type Rules } from '../regime/index.ts'
import type { CaseEvent, CaseHistory } from './event.ts'
import type { Refusal } from './refusal.ts'
import { applyEvent } from './apply-event.ts'
import type { CaseState, OpenDeadline } from './state.ts'

/** The state derived from a history, or the first invalid event. */
export type ReplayResult =
  | { ok: true; state: CaseState }
  | { ok: false; index: number; refusal: Refusal }

/**
 * A case before its first event. It stays under the version of the regime with which it began.
 * @throws TouchstoneError `regime-version-mismatch` for another regime or version, `settings-invalid` for unfit settings.
 */
export function emptyCase(rules: Rules, history: Omit<CaseHistory, 'events'>): CaseState {
  const { regime, profile, settings } = history
  const { id, version } = rules.regime
  if (regime.id !== id || regime.version !== version) {
    throw new TouchstoneError({
      code: 'regime-version-mismatch',
      message: `The proceeding is under ${regime.id} ${regime.version}, but the loaded rules are ${id} ${version}.`,
    })
  }
  const faults = settingFaults(rules.regime, settings)
  if (faults.length > 0)
    throw new TouchstoneError({ code: 'settings-invalid', message: faults.join(' ') })
  return { regime, profile, settings, instances: {}, events: 0 }
}

/** Rebuilds a case from its events alone: the same events give the same state. */
export function replayEvents(rules: Rules, history: CaseHistory): ReplayResult {
  let state = emptyCase(rules, history)
  for (const [index, event] of history.events.entries()) {
    const answer = applyEvent(rules, state, event)
    if (!answer.ok) return { ok: false, index, refusal: answer.refusal }
    state = answer.state
  }
  return { ok: true, state }
}

/** Every running deadline, with its workflow instance. */
export function runningDeadlines(state: CaseState): (OpenDeadline & { instance: string })[] {
  return Object.values(state.instances).flatMap(({ id, deadlines }) =>
    deadlines.filter(({ status }) => status === 'running').map((run) => ({ ...run, instance: id })),
  )
}

/**
 * The events to record for expired time limits, the earliest first. Recording one may start or stop others: a sweep
 * takes the first, adds it, and calls this again.
 */
export function dueDeadlines(state: CaseState, now: string): CaseEvent[] {
  return runningDeadlines(state)
    .filter(({ dueAt }) => dueAt !== undefined && Date.parse(dueAt) <= Date.parse(now))
    .sort((a, b) => dueTime(a) - dueTime(b) || a.instance.localeCompare(b.instance, 'en'))
    .map(({ instance, timeLimit }) => ({ type: 'deadline', at: now, id: instance, timeLimit }))
}

function dueTime({ dueAt }: Pick<OpenDeadline, 'dueAt'>): number {
  return dueAt === undefined ? Infinity : Date.parse(dueAt)
}
