import type { DecisionVerdict } from '@touchstone/contract'

/** Of which version of which offer something is decided. */
export type Decided = { id: string; version: number }

export type Wish = {
  offers: readonly Decided[]
  verdict: DecisionVerdict
  reason?: string
  note?: string
}

/** A wish that waits for its time to be undone to pass. `key` makes sending it again harmless. */
export type Batch = Wish & { key: string }

export type SendOptions = { keepalive: boolean }
/** Sends a batch; answers with the ids of those offers on which nothing could be decided. */
export type Send = (batch: Batch, options: SendOptions) => Promise<readonly string[]>

export type Failure = { batch: Batch; error: unknown }

export type DeskState = {
  /** What can still be undone, oldest first. */
  waiting: readonly Batch[]
  /** What was decided on this page, by offer, sent or not. */
  said: ReadonlyMap<string, DecisionVerdict>
  failures: readonly Failure[]
}

export const undoMilliseconds = 6000

export type DeskOptions = { send: Send; newKey: () => string }

/**
 * Keeps each decision back for a moment, in which it can be undone; an offer shows it at once. What
 * leaves the page is sent, since nobody can undo it any more.
 */
export class DecisionDesk {
  readonly #send: Send
  readonly #newKey: () => string
  readonly #listeners = new Set<() => void>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** What stood on an offer before a batch that still waits. */
  readonly #before = new Map<string, ReadonlyMap<string, DecisionVerdict | undefined>>()
  #state: DeskState = { waiting: [], said: new Map(), failures: [] }

  constructor({ send, newKey }: DeskOptions) {
    this.#send = send
    this.#newKey = newKey
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): DeskState => this.#state

  decide(wish: Wish): void {
    if (wish.offers.length > 0) this.#wait({ ...wish, key: this.#newKey() })
  }

  /** Takes the last decision back that still waits; false where none does. */
  undo(): boolean {
    const batch = this.#state.waiting.at(-1)
    if (batch === undefined) return false
    clearTimeout(this.#timers.get(batch.key))
    this.#timers.delete(batch.key)
    this.#takeBack(batch)
    return true
  }

  /** Sends now what waits. */
  async flush(options: SendOptions = { keepalive: false }): Promise<void> {
    await Promise.all(this.#state.waiting.map((batch) => this.#sendNow(batch, options)))
  }

  /** Sends again what could not be sent. */
  retry({ batch }: Failure): void {
    this.forget(batch.key)
    this.#wait(batch)
    void this.flush()
  }

  /** Drops a failure that was read. */
  forget(key: string): void {
    const failures = this.#state.failures.filter(({ batch }) => batch.key !== key)
    this.#change({ failures })
  }

  #wait(batch: Batch): void {
    const said = new Map(this.#state.said)
    this.#before.set(batch.key, new Map(batch.offers.map(({ id }) => [id, said.get(id)])))
    for (const { id } of batch.offers) said.set(id, batch.verdict)
    this.#timers.set(
      batch.key,
      setTimeout(() => void this.#sendNow(batch, { keepalive: false }), undoMilliseconds),
    )
    this.#change({ waiting: [...this.#state.waiting, batch], said })
  }

  async #sendNow(batch: Batch, options: SendOptions): Promise<void> {
    clearTimeout(this.#timers.get(batch.key))
    if (!this.#timers.delete(batch.key)) return
    this.#change({ waiting: this.#without(batch) })
    try {
      const refused = await this.#send(batch, options)
      if (refused.length > 0) this.#restore(batch, refused)
    } catch (error) {
      this.#takeBack(batch)
      this.#change({ failures: [...this.#state.failures, { batch, error }] })
    }
    this.#before.delete(batch.key)
  }

  #takeBack(batch: Batch): void {
    this.#restore(
      batch,
      batch.offers.map(({ id }) => id),
    )
    this.#change({ waiting: this.#without(batch) })
  }

  #restore(batch: Batch, ids: readonly string[]): void {
    const said = new Map(this.#state.said)
    for (const id of ids) {
      const before = this.#before.get(batch.key)?.get(id)
      // A later decision on the same offer stands.
      if (said.get(id) !== batch.verdict) continue
      if (before === undefined) said.delete(id)
      else said.set(id, before)
    }
    this.#change({ said })
  }

  #without({ key }: Batch): Batch[] {
    return this.#state.waiting.filter((batch) => batch.key !== key)
  }

  #change(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
