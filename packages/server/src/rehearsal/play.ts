import type { ProceedingAct } from '@touchstone/contract'
import { shippedRules, type CaseHistory, type Facts, type Rules } from '@touchstone/jurisdiction'
import {
  actInProceeding,
  beginProceeding,
  historyOf,
  readProceeding,
  sweepClocks,
} from '../enforcement/index.ts'
import { contextOf } from '../identity/index.ts'
import type { Handle } from '../platform/db/index.ts'
import type { Alliance, Person } from './alliance.ts'

type Fields = Record<string, Facts[string]>
type Shown = Awaited<ReturnType<typeof beginProceeding>>

/** A proceeding in the store, played with a clock that is put forward. */
export class Play {
  readonly rules: Rules
  /** A sentence for each thing that happened, with its time. */
  readonly timeline: string[] = []
  now: Date
  private readonly alliance: Alliance
  private current: Shown

  private constructor(alliance: Alliance, rules: Rules, current: Shown) {
    this.alliance = alliance
    this.rules = rules
    this.current = current
    this.now = new Date()
  }

  static async begin(alliance: Alliance, regime: string, listingId: string): Promise<Play> {
    const { store, moderator: actor } = alliance
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const input = { title: 'Item 4711', listingId, regime, profile, settings: {} }
    const begun = await store.transact(contextOf(actor), (handle) =>
      beginProceeding({ handle, actor, input }),
    )
    return new Play(alliance, shippedRules(regime), begun)
  }

  get at(): string {
    return this.now.toISOString()
  }

  /** The day in the zone of the regime, as its fields want it. */
  get today(): string {
    const { timeZone } = this.rules.regime
    return new Intl.DateTimeFormat('en-CA', { timeZone }).format(this.now)
  }

  get proceeding(): Shown {
    return this.current
  }

  open(machine: string, id: string, role: string, fields: Fields): Promise<void> {
    return this.add({ type: 'open', id, machine, role, fields }, this.alliance.moderator)
  }

  act(
    id: string,
    transition: string,
    by: { role: string; person?: Person },
    fields: Fields = {},
  ): Promise<void> {
    const { role, person = this.alliance.moderator } = by
    return this.add({ type: 'act', id, transition, role, fields }, person)
  }

  /** Puts the clock forward, and tells what passes on the way at the time at which it does. */
  async pass(milliseconds: number): Promise<string[]> {
    const until = new Date(this.now.getTime() + milliseconds)
    const passed: string[] = []
    for (;;) {
      const [next] = this.current.clocks
        .flatMap(({ dueAt, ...clock }) =>
          dueAt === null ? [] : [{ ...clock, at: Date.parse(dueAt) }],
        )
        .sort((a, b) => a.at - b.at)
      if (next === undefined || next.at > until.getTime()) break
      this.now = new Date(Math.max(next.at, this.now.getTime()))
      await sweepClocks(this.alliance.store, () => this.now)
      this.current = await this.transact((handle, actor) =>
        readProceeding({ handle, actor, input: { id: this.current.id } }),
      )
      const machine = this.current.matters.find(({ id }) => id === next.matter)?.machine ?? ''
      passed.push(`“${this.rules.clock(machine, next.clock).title}” of ${next.matter}`)
      this.timeline.push(`${this.at}  The time of this clock is over. ${next.why}`)
    }
    this.now = until
    return passed
  }

  history(): Promise<CaseHistory> {
    return this.transact((handle, actor) =>
      historyOf({ handle, actor, input: { id: this.current.id } }),
    )
  }

  private async add(act: ProceedingAct, actor: Person): Promise<void> {
    const { id } = this.current
    const { proceeding, why } = await this.alliance.store.transact(contextOf(actor), (handle) =>
      actInProceeding({ handle, actor, input: { id, act, now: this.now } }),
    )
    this.current = proceeding
    this.timeline.push(...why.map((sentence) => `${this.at}  ${sentence}`))
  }

  private transact<T>(work: (handle: Handle, actor: Person) => Promise<T>): Promise<T> {
    const { store, moderator } = this.alliance
    return store.transact(contextOf(moderator), (handle) => work(handle, moderator))
  }
}
