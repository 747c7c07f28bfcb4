import {
  dueClocks,
  emptyCase,
  runningClocks,
  shippedRules,
  step,
  type CaseEvent,
  type CaseHistory,
  type CaseState,
  type Facts,
  type Rules,
} from '@touchstone/jurisdiction'
import { AppError } from '../platform/errors/index.ts'

/** A case under a regime, played with a clock that is put forward. */
export class Play {
  readonly rules: Rules
  readonly history: CaseHistory
  /** A sentence for each thing that happened, with its time. */
  readonly timeline: string[] = []
  state: CaseState
  now: Date

  constructor(regime: string, at: Date) {
    this.rules = shippedRules(regime)
    const { id, version } = this.rules.regime
    this.history = {
      regime: { id, version },
      profile: { tier: 'marketplace', sizeClass: 'other' },
      settings: {},
      events: [],
    }
    this.state = emptyCase(this.rules, this.history)
    this.now = at
  }

  get at(): string {
    return this.now.toISOString()
  }

  /** The day in the zone of the regime, as its fields want it. */
  get today(): string {
    const { timeZone } = this.rules.regime
    return new Intl.DateTimeFormat('en-CA', { timeZone }).format(this.now)
  }

  open(machine: string, id: string, role: string, fields: Record<string, Facts[string]>): void {
    this.add({ type: 'open', at: this.at, id, machine, by: { role }, fields })
  }

  act(
    id: string,
    transition: string,
    by: { role: string; id?: string },
    fields: Record<string, Facts[string]> = {},
  ): void {
    this.add({ type: 'act', at: this.at, id, transition, by, fields })
  }

  /** Puts the clock forward, and tells what passes on the way at the time at which it does. */
  pass(milliseconds: number): string[] {
    const until = new Date(this.now.getTime() + milliseconds)
    const passed: string[] = []
    for (;;) {
      const next = runningClocks(this.state)
        .flatMap(({ dueAt }) => (dueAt === undefined ? [] : [Date.parse(dueAt)]))
        .sort((a, b) => a - b)[0]
      if (next === undefined || next > until.getTime()) break
      this.now = new Date(Math.max(next, this.now.getTime()))
      const [event] = dueClocks(this.state, this.at)
      if (event?.type !== 'clock') break
      const { title } = this.rules.clock(this.state.matters[event.id]?.machine ?? '', event.clock)
      passed.push(`“${title}” of ${event.id}`)
      this.add(event)
    }
    this.now = until
    return passed
  }

  private add(event: CaseEvent): void {
    const answer = step(this.rules, this.state, event)
    if (!answer.ok) {
      const { message, missing } = answer.refusal
      const lacks = missing.map((one) => one.message).join(' ')
      throw new AppError({ code: 'conflict', message: `${message} ${lacks}`.trim() })
    }
    this.state = answer.state
    this.history.events.push(event)
    this.timeline.push(...answer.why.map((sentence) => `${event.at}  ${sentence}`))
  }
}
