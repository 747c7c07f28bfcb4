import {
  dueDeadlines,
  emptyCase,
  applyEvent,
  type CaseEvent,
  type CaseHistory,
  type CaseState,
  type Refusal,
} from '../proceeding/index.ts'
import type { Rules } from '../regime/index.ts'

export type PassedDeadline = { instance: string; timeLimit: string; dueAt: string }

export type Replayed = {
  state: CaseState
  /** Every time limit that passed, at the moment at which it was due. */
  passed: PassedDeadline[]
  /** Acts that these rules would have refused. */
  refused: { event: CaseEvent; refusal: Refusal }[]
}

/**
 * Replays a recorded history, possibly under rules other than those under which it was recorded. Acts of people are
 * kept; time limits expire by these rules, exactly when they are due, up to `until`.
 */
export function replay(rules: Rules, history: CaseHistory, until: string): Replayed {
  const { id, version } = rules.regime
  const start = emptyCase(rules, { ...history, regime: { id, version } })
  const replayed: Replayed = { state: start, passed: [], refused: [] }
  for (const event of history.events) {
    if (event.type === 'deadline' || Date.parse(event.at) > Date.parse(until)) continue
    sweepTo(rules, replayed, event.at)
    const answer = applyEvent(rules, replayed.state, event)
    if (answer.ok) replayed.state = answer.state
    else replayed.refused.push({ event, refusal: answer.refusal })
  }
  sweepTo(rules, replayed, until)
  return replayed
}

function sweepTo(rules: Rules, replayed: Replayed, until: string): void {
  for (;;) {
    const [due] = dueDeadlines(replayed.state, until)
    if (due?.type !== 'deadline') return
    const { id, timeLimit } = due
    const run = replayed.state.instances[id]?.deadlines.find(
      (deadline) => deadline.timeLimit === timeLimit && deadline.status === 'running',
    )
    const dueAt = run?.dueAt ?? until
    const last = replayed.state.lastAt ?? dueAt
    const at = Date.parse(dueAt) < Date.parse(last) ? last : dueAt
    const answer = applyEvent(rules, replayed.state, { ...due, at })
    if (!answer.ok) return
    replayed.state = answer.state
    replayed.passed.push({ instance: id, timeLimit, dueAt })
  }
}
