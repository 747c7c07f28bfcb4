import type { DecisionVerdict } from '@touchstone/contract'

/** The decision on a listing: saved under its id, or made here and not sent yet. */
export type CurrentDecision = { verdict: DecisionVerdict; id?: string | undefined }

/** The listing and version to decide on, and its previous decision. */
export type DecisionTarget = {
  id: string
  version: number
  standing?: CurrentDecision | undefined
  /** For messages about the listing. */
  title?: string
}

export type DecisionRequest = {
  listings: readonly DecisionTarget[]
  verdict: DecisionVerdict
  reason?: string
  note?: string
}

/** A decision waiting for its undo period to pass. `key` makes retries idempotent. */
export type Batch = DecisionRequest & { key: string }

/** A saved decision and its listing. */
export type StoredDecision = {
  id: string
  decision: string
  verdict: DecisionVerdict
  title?: string
}

/** Why the server refused one decision of a batch: the faulty member, and the message. */
export type Refusal = { pointer: string; message: string }

export type SendOptions = { keepalive: boolean }
export type Sent = {
  /** Saved decisions by listing id; undefined if one awaits approval. */
  kept: ReadonlyMap<string, string | undefined>
  /** Refused decisions by listing id. */
  refused: ReadonlyMap<string, Refusal>
}
export type Send = (batch: Batch, options: SendOptions) => Promise<Sent>
/** Withdraws decisions; resolves to those that could not be withdrawn, with reasons. */
export type Withdraw = (decisions: readonly string[]) => Promise<ReadonlyMap<string, Refusal>>

/** A listing that was refused while others of the batch succeeded. */
export type RefusedListing = { id: string; title: string | undefined; why: Refusal | undefined }

export type Failure = {
  key: string
  what: 'decide' | 'withdraw'
  count: number
  /** The error, if the whole batch failed. */
  error?: unknown
  /** The refused listings, if only some failed. */
  refused?: readonly RefusedListing[]
  again: () => void
}

export type PendingDecisionState = {
  /** Decisions that can be undone before they are sent, oldest first. */
  waiting: readonly Batch[]
  /** Decisions made here, by listing; undefined if withdrawn. */
  said: ReadonlyMap<string, CurrentDecision | undefined>
  failures: readonly Failure[]
  /** Number of listings with a decision withdrawn just now. */
  withdrawn: number
}

/** The saved decisions of a batch, once the server has answered; it can be undone before that as well. */
type OnItsWay = { kept: readonly StoredDecision[] | undefined; isUndone: boolean }

export const undoMilliseconds = 6000
const batchesStored = 50

export type DecisionDeskOptions = { send: Send; withdraw: Withdraw; newKey: () => string }

/**
 * Delays each decision briefly so that it can be undone, while its listing shows it at once. Leaving the page sends
 * all of them. A decision already sent can be withdrawn, which stays on record.
 */
export class PendingDecisions {
  readonly #send: Send
  readonly #withdraw: Withdraw
  readonly #newKey: () => string
  readonly #listeners = new Set<() => void>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** Decisions sent from here and not undone, latest last. */
  readonly #sent: OnItsWay[] = []
  #forgetting: ReturnType<typeof setTimeout> | undefined
  #state: PendingDecisionState = { waiting: [], said: new Map(), failures: [], withdrawn: 0 }

  constructor({ send, withdraw, newKey }: DecisionDeskOptions) {
    this.#send = send
    this.#withdraw = withdraw
    this.#newKey = newKey
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly state = (): PendingDecisionState => this.#state

  decide(request: DecisionRequest): void {
    if (request.listings.length === 0) return
    const { said } = this.#state
    const listings = request.listings.map((listing) =>
      said.has(listing.id) ? { ...listing, standing: said.get(listing.id) } : listing,
    )
    this.#wait({ ...request, listings, key: this.#newKey() })
  }

  /** Undoes the last decision, sent or not; false if none was made here. */
  undo(): boolean {
    const batch = this.#state.waiting.at(-1)
    if (batch === undefined) {
      const batch = this.#sent.pop()
      if (batch === undefined) return false
      if (batch.kept === undefined) batch.isUndone = true
      else void this.#takeBackKept(batch.kept)
      return true
    }
    clearTimeout(this.#timers.get(batch.key))
    this.#timers.delete(batch.key)
    this.#takeBack(batch)
    return true
  }

  /** Withdraws saved decisions on these listings, however old. */
  withdraw(stored: readonly StoredDecision[]): void {
    if (stored.length > 0) void this.#takeBackKept(stored)
  }

  /** Sends all pending decisions now. */
  async flush(options: SendOptions = { keepalive: false }): Promise<void> {
    await Promise.all(this.#state.waiting.map((batch) => this.#sendNow(batch, options)))
  }

  retry(failure: Failure): void {
    this.forget(failure.key)
    failure.again()
  }

  /** Dismisses a failure. */
  forget(key: string): void {
    this.#change({ failures: this.#state.failures.filter((failure) => failure.key !== key) })
  }

  #wait(batch: Batch): void {
    this.#say(batch.listings.map(({ id }) => [id, { verdict: batch.verdict }]))
    this.#timers.set(
      batch.key,
      setTimeout(() => void this.#sendNow(batch, { keepalive: false }), undoMilliseconds),
    )
    this.#change({ waiting: [...this.#state.waiting, batch] })
  }

  async #sendNow(batch: Batch, options: SendOptions): Promise<void> {
    clearTimeout(this.#timers.get(batch.key))
    if (!this.#timers.delete(batch.key)) return
    this.#change({ waiting: this.#without(batch) })
    const sentBatch: OnItsWay = { kept: undefined, isUndone: false }
    this.#sent.push(sentBatch)
    if (this.#sent.length > batchesStored) this.#sent.shift()
    try {
      sentBatch.kept = this.#keep(batch, await this.#send(batch, options))
      if (sentBatch.kept.length === 0) this.#drop(sentBatch)
      if (sentBatch.isUndone) this.withdraw(sentBatch.kept)
    } catch (error) {
      this.#drop(sentBatch)
      this.#takeBack(batch)
      const again = (): void => {
        this.#wait(batch)
        void this.flush()
      }
      this.#fail({ key: batch.key, what: 'decide', count: batch.listings.length, error, again })
    }
  }

  /** Nothing was saved, so there is nothing to withdraw. */
  #drop(batch: OnItsWay): void {
    const at = this.#sent.indexOf(batch)
    if (at >= 0) this.#sent.splice(at, 1)
  }

  #keep(batch: Batch, { kept: decisions, refused }: Sent): StoredDecision[] {
    const { verdict, listings } = batch
    const titles = new Map(listings.map(({ id, title }) => [id, title]))
    const stored = [...decisions].flatMap(([id, decision]) => {
      const title = titles.get(id)
      return decision === undefined ? [] : [{ id, decision, verdict, ...(title && { title }) }]
    })
    // A later decision on the same listing takes precedence.
    const unsent = stored.filter(({ id }) => this.#isUnsent(id, verdict))
    this.#say(unsent.map(({ id, decision }) => [id, { verdict, id: decision }]))
    const left = listings.filter(({ id }) => !decisions.has(id))
    this.#restore(
      batch,
      left.map(({ id }) => id),
    )
    if (left.length === 0) return stored
    this.#fail({
      key: batch.key,
      what: 'decide',
      count: left.length,
      refused: left.map(({ id, title }) => ({ id, title, why: refused.get(id) })),
      // Under the first key the server would repeat its first response.
      again: () => {
        this.#wait({ ...batch, listings: left, key: this.#newKey() })
        void this.flush()
      },
    })
    return stored
  }

  #takeBack(batch: Batch): void {
    this.#restore(
      batch,
      batch.listings.map(({ id }) => id),
    )
    this.#change({ waiting: this.#without(batch) })
  }

  #restore({ listings, verdict }: Batch, ids: readonly string[]): void {
    const before = new Map(listings.map(({ id, standing }) => [id, standing]))
    this.#say(ids.filter((id) => this.#isUnsent(id, verdict)).map((id) => [id, before.get(id)]))
  }

  #isUnsent(id: string, verdict: DecisionVerdict): boolean {
    const said = this.#state.said.get(id)
    return said?.verdict === verdict && said.id === undefined
  }

  async #takeBackKept(stored: readonly StoredDecision[]): Promise<void> {
    const { said } = this.#state
    const visible = stored.filter(({ id, decision }) => {
      const current = said.get(id)
      return !said.has(id) || current?.id === decision
    })
    this.#say(visible.map(({ id }) => [id, undefined]))
    const again = (): void => void this.#takeBackKept(stored)
    try {
      const refused = await this.#withdraw(stored.map(({ decision }) => decision))
      const remaining = stored.filter(({ decision }) => refused.has(decision))
      this.#say(remaining.map(({ id, decision, verdict }) => [id, { verdict, id: decision }]))
      this.#tellWithdrawn(stored.length - remaining.length)
      if (remaining.length > 0)
        this.#fail({
          key: this.#newKey(),
          what: 'withdraw',
          count: remaining.length,
          refused: remaining.map(({ id, title, decision }) => {
            return { id, title, why: refused.get(decision) }
          }),
          again: () => void this.#takeBackKept(remaining),
        })
    } catch (error) {
      this.#say(visible.map(({ id, decision, verdict }) => [id, { verdict, id: decision }]))
      this.#fail({ key: this.#newKey(), what: 'withdraw', count: stored.length, error, again })
    }
  }

  #tellWithdrawn(count: number): void {
    clearTimeout(this.#forgetting)
    this.#forgetting = setTimeout(() => this.#change({ withdrawn: 0 }), undoMilliseconds)
    this.#change({ withdrawn: count })
  }

  #fail(failure: Failure): void {
    this.#change({ failures: [...this.#state.failures, failure] })
  }

  #say(entries: readonly (readonly [string, CurrentDecision | undefined])[]): void {
    this.#change({ said: new Map([...this.#state.said, ...entries]) })
  }

  #without({ key }: Batch): Batch[] {
    return this.#state.waiting.filter((batch) => batch.key !== key)
  }

  #change(change: Partial<PendingDecisionState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
