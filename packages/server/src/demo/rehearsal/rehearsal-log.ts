import { enforcementEndpoints } from '@touchstone/contract'
import {
  emptyCase,
  shippedRules,
  applyEvent,
  type CaseHistory,
  type Rules,
} from '@touchstone/jurisdiction'
import type { z } from 'zod'
import { readHistory } from '../../enforcement/proceedings/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { Alliance } from './rehearsal-alliance.ts'
import { rehearsalStuck } from './rehearsal-browser.ts'

type Proceeding = z.output<typeof enforcementEndpoints.read.response>

/** Watches the marketplace's proceeding while time is moved forward. */
export class ProceedingObserver {
  readonly rules: Rules
  private readonly alliance: Alliance
  private readonly id: string

  constructor(alliance: Alliance, regime: string, id: string) {
    this.alliance = alliance
    this.id = id
    this.rules = shippedRules(regime)
  }

  get now(): Date {
    return this.alliance.clock.now
  }

  /** The day in the regime's time zone, as its fields expect. */
  get today(): string {
    const { timeZone } = this.rules.regime
    return new Intl.DateTimeFormat('en-CA', { timeZone }).format(this.now)
  }

  proceeding(): Promise<Proceeding> {
    const { seat } = this.alliance.moderator
    return seat.ask(enforcementEndpoints.read, { params: { id: this.id } })
  }

  /** Moves time forward, runs what becomes due, and reports the deadlines that passed. */
  async pass(milliseconds: number): Promise<string[]> {
    const { clock, work } = this.alliance
    const until = new Date(this.now.getTime() + milliseconds)
    const passed: string[] = []
    for (;;) {
      const { deadlines, instances } = await this.proceeding()
      const [next] = deadlines
        .flatMap(({ dueAt, ...one }) => (dueAt === null ? [] : [{ ...one, at: Date.parse(dueAt) }]))
        .sort((a, b) => a.at - b.at)
      if (next === undefined || next.at > until.getTime()) break
      clock.now = new Date(Math.max(next.at, this.now.getTime()))
      await work()
      const workflow = instances.find(({ id }) => id === next.instance)?.workflow ?? ''
      passed.push(`“${this.rules.timeLimit(workflow, next.timeLimit).title}” of ${next.instance}`)
    }
    clock.now = until
    await work()
    return passed
  }

  history(): Promise<CaseHistory> {
    const { store, moderator } = this.alliance
    const actor = moderator.person
    return store.transact(contextOf(actor), (handle) =>
      readHistory({ handle, actor, input: { id: this.id } }),
    )
  }
}

/** One sentence for each event, with its time and article. */
export function timelineOf(rules: Rules, history: CaseHistory): string[] {
  let state = emptyCase(rules, history)
  return history.events.flatMap((event) => {
    const taken = applyEvent(rules, state, event)
    if (!taken.ok) throw rehearsalStuck([taken.refusal.message])
    state = taken.state
    return taken.why.map((sentence) => `${event.at}  ${sentence}`)
  })
}
