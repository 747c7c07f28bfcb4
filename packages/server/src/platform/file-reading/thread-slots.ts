/** The party for which a file is read. */
type Claimant = {
  holder: string
  /** The link by which the file arrived; empty for a file that the organisation reads itself. */
  sender: string
}

type SlotLimits = {
  maxThreads: number
  maxThreadsOfOne: number
  /** Further threads that may rest while their rows are consumed. */
  maxResting: number
  /** Bytes that resting threads hold together. */
  maxRestingBytes: number
  /** Total time that a file may wait for incoming bytes before its thread is given to another file. */
  patienceMs: number
}

/** An occupied thread. */
export class ThreadSlot {
  readonly claimant: Claimant
  readonly turn: number
  /** Releases the thread: set while the file waits for incoming bytes. */
  private giveUp: (() => void) | undefined
  private waitedMs = 0
  private since = 0
  /** The memory that its thread holds while resting; undefined while it works. */
  restingBytes: number | undefined

  constructor(claimant: Claimant, turn: number) {
    this.claimant = claimant
    this.turn = turn
  }

  /** The result of `bytes`; undefined if the thread was reclaimed before. */
  async waitFor<T>(bytes: Promise<T>): Promise<{ value: T } | undefined> {
    bytes.catch(() => undefined)
    const givenUp = Promise.withResolvers<undefined>()
    this.giveUp = () => givenUp.resolve(undefined)
    this.since = performance.now()
    try {
      return await Promise.race([bytes.then((value) => ({ value })), givenUp.promise])
    } finally {
      this.waitedMs += performance.now() - this.since
      this.giveUp = undefined
    }
  }

  /** How long it has waited for bytes, where it does now. */
  get idleMs(): number | undefined {
    return this.giveUp === undefined ? undefined : this.waitedMs + performance.now() - this.since
  }

  reclaim(): void {
    this.giveUp?.()
    this.giveUp = undefined
  }
}

const checkMs = 100

type Waiting = {
  claimant: Claimant
  turn: number
  /** The slot of a file that continues; undefined for a new file. */
  resting?: ThreadSlot
  start: (slot: ThreadSlot) => void
}

/**
 * Assigns threads to files. A few threads are reserved for organisations without any; all links of an organisation
 * share one, its own files go first, and a file whose bytes do not arrive gives its thread to a waiting file. A
 * thread rests while its rows are imported, because an import takes far longer than reading the file: other threads
 * work meanwhile.
 */
export class ThreadSlots {
  private readonly limits: SlotLimits
  private readonly left: number
  private readonly occupied = new Set<ThreadSlot>()
  private readonly waiting: Waiting[] = []
  private watch: NodeJS.Timeout | undefined
  /**
   * The turn of the file that began last: later files get the same turn, or the turn after the last of their sender.
   */
  private turn = 0

  constructor(limits: SlotLimits) {
    this.limits = limits
    this.left = Math.floor(limits.maxThreads / 3)
  }

  /** A slot within `maxWaitMs`; undefined where none came free. */
  async acquire(claimant: Claimant, maxWaitMs: number): Promise<ThreadSlot | undefined> {
    return this.hasRoom(claimant)
      ? this.occupy(claimant, this.nextTurnOf(claimant))
      : this.turnOf(claimant, maxWaitMs)
  }

  release(slot: ThreadSlot): void {
    this.occupied.delete(slot)
    for (const waiting of this.waiting.filter(({ resting }) => resting === slot)) {
      this.leave(waiting)
      waiting.start(slot)
    }
    this.startWaiting()
  }

  /**
   * Lets other files proceed while the rows of this file are imported; if too many are resting already, the file
   * keeps its thread.
   */
  rest(slot: ThreadSlot, bytes: number): void {
    const resting = [...this.occupied].filter(({ restingBytes }) => restingBytes !== undefined)
    const totalBytes = resting.reduce((sum, { restingBytes = 0 }) => sum + restingBytes, bytes)
    const { maxResting, maxRestingBytes } = this.limits
    const isFirst = resting.every(({ claimant }) => claimant.holder !== slot.claimant.holder)
    const most = isFirst ? maxResting : maxResting - Math.floor(maxResting / 3)
    if (!this.occupied.has(slot) || resting.length >= most || totalBytes > maxRestingBytes) return
    slot.restingBytes = bytes
    this.startWaiting()
  }

  /** Settles when it is the turn of a file that rested; at once where its slot was given up. */
  async goOn(slot: ThreadSlot): Promise<void> {
    if (slot.restingBytes === undefined || !this.occupied.has(slot)) return
    if (this.hasRoom(slot.claimant, slot)) {
      slot.restingBytes = undefined
      return
    }
    const { promise, resolve } = Promise.withResolvers<ThreadSlot>()
    // Behind the files that already wait: otherwise a long file would go before all later ones.
    this.wait({ claimant: slot.claimant, turn: this.turn, resting: slot, start: resolve })
    await promise
  }

  /** Whether the sender of this file has another one read. */
  isBusyWith({ holder, sender }: Claimant): boolean {
    if (sender === '') return false
    const isOf = (candidate: { claimant: Claimant }): boolean =>
      candidate.claimant.holder === holder && candidate.claimant.sender === sender
    return [...this.occupied].some(isOf) || this.waiting.some(isOf)
  }

  private hasRoom({ holder, sender }: Claimant, ...except: (ThreadSlot | undefined)[]): boolean {
    let all = 0
    let ofOne = 0
    for (const slot of this.occupied) {
      if (except.includes(slot)) continue
      if (slot.restingBytes === undefined) all++
      if (slot.claimant.holder !== holder || holder === '') continue
      if (slot.claimant.sender !== '' && sender !== '') return false
      ofOne++
    }
    const { maxThreads, maxThreadsOfOne } = this.limits
    const most = ofOne === 0 ? maxThreads : maxThreads - this.left
    return all < most && ofOne < maxThreadsOfOne
  }

  private occupy(claimant: Claimant, turn: number): ThreadSlot {
    const slot = new ThreadSlot(claimant, turn)
    this.occupied.add(slot)
    this.turn = Math.max(this.turn, turn)
    return slot
  }

  private nextTurnOf({ holder, sender }: Claimant): number {
    const own = [...this.occupied, ...this.waiting].filter(
      ({ claimant }) => claimant.holder === holder && claimant.sender === sender,
    )
    return Math.max(this.turn, ...own.map(({ turn }) => turn + 1))
  }

  private async turnOf(claimant: Claimant, maxWaitMs: number): Promise<ThreadSlot | undefined> {
    const { promise, resolve } = Promise.withResolvers<ThreadSlot | undefined>()
    const waiting = { claimant, turn: this.nextTurnOf(claimant), start: resolve }
    const timer = setTimeout(() => {
      this.leave(waiting)
      resolve(undefined)
    }, maxWaitMs)
    this.wait(waiting)
    const slot = await promise
    clearTimeout(timer)
    return slot
  }

  private wait(waiting: Waiting): void {
    this.waiting.push(waiting)
    this.watch ??= setInterval(() => this.reclaimIdle(), checkMs)
    this.reclaimIdle()
  }

  private leave(waiting: Waiting): void {
    this.waiting.splice(this.waiting.indexOf(waiting), 1)
    if (this.waiting.length > 0) return
    clearInterval(this.watch)
    this.watch = undefined
  }

  private startWaiting(): void {
    for (let next = this.next(); next !== undefined; next = this.next()) {
      this.leave(next)
      const { claimant, turn, resting, start } = next
      if (resting !== undefined) resting.restingBytes = undefined
      start(resting ?? this.occupy(claimant, turn))
    }
  }

  /**
   * Among the files that may start: first an organisation's own, then those of the organisation with the fewest
   * threads, then by turn.
   */
  private next(): Waiting | undefined {
    const working = [...this.occupied].filter(({ restingBytes }) => restingBytes === undefined)
    const threads = Map.groupBy(working, ({ claimant }) => claimant.holder)
    let best: { waiting: Waiting; rank: readonly number[] } | undefined
    for (const waiting of this.waiting) {
      const { claimant, turn, resting } = waiting
      if (!this.hasRoom(claimant, resting)) continue
      const isLink = claimant.sender === '' ? 0 : 1
      const rank = [isLink, threads.get(claimant.holder)?.length ?? 0, turn]
      if (best === undefined || isBefore(rank, best.rank)) best = { waiting, rank }
    }
    return best?.waiting
  }

  /** Takes back the thread of the file that has waited for bytes for longest, where that lets another begin. */
  private reclaimIdle(): void {
    const idle = [...this.occupied]
      .map((slot) => ({ slot, ms: slot.idleMs ?? 0 }))
      .filter(({ ms }) => ms >= this.limits.patienceMs)
      .toSorted((a, b) => b.ms - a.ms)
    const victim = idle.find(({ slot }) =>
      this.waiting.some(({ claimant, resting }) => this.hasRoom(claimant, slot, resting)),
    )
    victim?.slot.reclaim()
  }
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((part, index) => part !== b[index])
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0)
}
