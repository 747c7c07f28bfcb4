import { availableParallelism } from 'node:os'
import type { Catalog, Listing, Weights } from '@touchstone/contract'
import { AppError } from '../../platform/errors/index.ts'
import { runInSlices } from '../../platform/time-slicing/index.ts'
import { catalogJson, isSame, partsOf, type EngineParts } from './engine-parts.ts'
import { WorkerHandle, type WorkerHandleOptions } from './worker-handle.ts'
import type { ScreenResult, EngineReleases, ScreenOptions, Screening } from './types.ts'
import { Pool, type PoolOptions } from './pool.ts'
import type { EngineStore } from './shared-engine.ts'
import { SerialQueue } from '../../platform/serial-queue/index.ts'

export type ScreeningOptions = {
  catalog?: Catalog
  releases?: EngineReleases
  /** Number of worker threads; defaults to one fewer than processors. */
  threads?: number
  /**
   * Other weights, which assess a share of the listings beside the live engine while no engine release is in shadow.
   */
  candidate?: { weights: Weights; share: number }
  /** How long the previous engine remains available by name. */
  keepPreviousMs?: number
  hangMs?: number
  memoryMb?: number
  /** Called if the candidate does not compile. */
  onFault?: (error: unknown) => void
  mostWaiting?: number
  /** Compiled engines to start from, and to add to. */
  engines?: EngineStore | undefined
  /** The workers' program and Node options; tests use an engine of their own. */
  program?: URL
  execArgv?: string[]
}

/** How long a prepared worker waits for an announced change; it uses as much memory as any. */
const unneededMs = 60_000

/** Compiles the engine in worker threads. Resolves when the first is ready. */
export async function startScreening(options: ScreeningOptions = {}): Promise<Screening> {
  const screening = new Workers(options)
  const { catalog = { brands: [] }, releases = {} } = options
  await screening.change({ catalog: await runInSlices(catalogJson(catalog)), releases })
  return screening
}

/** Common inputs of all engines of a process. */
type Reads = {
  /** JSON. */
  catalog: string
  releases: EngineReleases
}
type Waiting = { resolve: (used: { name: string }) => void; reject: (error: unknown) => void }

class Workers implements Screening {
  private readonly options: ScreeningOptions
  private readonly listeners: ((name: string) => void)[] = []
  private current: Pool | undefined
  private used: Reads = { catalog: '', releases: {} }
  private currentParts: EngineParts | undefined
  private previous: Pool | undefined
  private candidatePool: Pool | undefined
  private candidateParts: EngineParts | undefined
  private candidateShare = 0
  private wanted: { change: Partial<Reads>; waiting: Waiting[] } | undefined
  private readonly writes = new SerialQueue()
  private changing = false
  private prepared: WorkerHandle | undefined
  private unneeded: NodeJS.Timeout | undefined
  private retiring: NodeJS.Timeout | undefined
  private closed = false

  constructor(options: ScreeningOptions) {
    this.options = options
  }

  get name(): string {
    return this.served().name
  }

  get baseRate(): number {
    return this.served().baseRate
  }

  get names(): readonly string[] {
    return this.pools().map(({ name }) => name)
  }

  get candidate(): Screening['candidate'] {
    if (this.candidatePool === undefined) return undefined
    return { name: this.candidatePool.name, share: this.candidateShare }
  }

  get parts(): EngineParts {
    return partsOf(this.used.catalog, { release: this.used.releases.live })
  }

  async screen(listings: readonly Listing[], options: ScreenOptions = {}): Promise<ScreenResult[]> {
    const name = options.engine ?? this.name
    const pool = this.pools().find((candidate) => candidate.name === name)
    if (pool === undefined) throw notRunning(name, this.names)
    return pool.screen(listings, options)
  }

  prepare(): void {
    if (this.closed) return
    this.prepared ??= new WorkerHandle(this.workerOptions())
    clearTimeout(this.unneeded)
    this.unneeded = setTimeout(() => void this.claimPrepared()?.stop(), unneededMs).unref()
  }

  async use(catalog: Catalog): Promise<{ name: string }> {
    // In order, so that a small catalog does not overtake an earlier large one.
    const json = await this.writes.run(() => runInSlices(catalogJson(catalog)))
    return this.change({ catalog: json })
  }

  revise(releases: EngineReleases): Promise<{ name: string }> {
    return this.change({ releases })
  }

  change(change: Partial<Reads>): Promise<{ name: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ name: string }>()
    // Changes during a compilation are combined into one, of which the last counts.
    const waiting = [...(this.wanted?.waiting ?? []), { resolve, reject }]
    this.wanted = { change: { ...this.wanted?.change, ...change }, waiting }
    void this.changeAll()
    return promise
  }

  onChange(listener: (name: string) => void): void {
    this.listeners.push(listener)
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retiring)
    await Promise.all([...this.pools().map((pool) => pool.close()), this.claimPrepared()?.stop()])
  }

  private async changeAll(): Promise<void> {
    if (this.changing) return
    this.changing = true
    for (let pending = this.wanted; pending; pending = this.wanted) {
      this.wanted = undefined
      const reads = { ...this.used, ...pending.change }
      try {
        const used = { name: await this.changeServed(reads) }
        for (const { resolve } of pending.waiting) resolve(used)
      } catch (error) {
        for (const { reject } of pending.waiting) reject(error)
        continue
      }
      await this.changeCandidate(reads).catch(this.options.onFault)
    }
    this.changing = false
  }

  private async changeServed(reads: Reads): Promise<string> {
    const parts = partsOf(reads.catalog, { release: reads.releases.live })
    if (this.current === undefined || !isSame(parts, this.currentParts)) {
      const pool = this.promoted(parts) ?? (await this.start(parts, this.threads()))
      const before = this.current
      this.current = pool
      this.currentParts = parts
      if (before !== undefined) this.retire(before)
      for (const listener of this.listeners) listener(pool.name)
    }
    this.used = reads
    return this.served().name
  }

  /** The engine in shadow, if it is the one to go live: nothing has to be compiled. */
  private promoted(parts: EngineParts): Pool | undefined {
    const pool = this.candidatePool
    if (pool === undefined || !isSame(parts, this.candidateParts)) return undefined
    this.candidatePool = undefined
    this.candidateParts = undefined
    pool.resize(this.threads())
    return pool
  }

  private async changeCandidate(reads: Reads): Promise<void> {
    const { parts, share } = this.candidateOf(reads)
    this.candidateShare = share
    if (isSame(parts, this.candidateParts)) return
    const before = this.candidatePool
    this.candidateParts = parts
    this.candidatePool = undefined
    void before?.drained().then(() => before.close())
    if (parts !== undefined) this.candidatePool = await this.start(parts, 1)
  }

  /** An engine release in shadow takes precedence over a weights file; none if it equals the live one. */
  private candidateOf({ catalog, releases: { live, shadow } }: Reads): {
    parts: EngineParts | undefined
    share: number
  } {
    const { candidate } = this.options
    const { share = 0 } = shadow ?? candidate ?? {}
    const parts =
      shadow !== undefined
        ? partsOf(catalog, { release: shadow.content })
        : candidate && partsOf(catalog, { release: live, weights: candidate.weights })
    return { parts: isSame(parts, this.currentParts) ? undefined : parts, share }
  }

  private async start(parts: EngineParts, threads: number): Promise<Pool> {
    const { mostWaiting = 100_000, engines, onFault } = this.options
    const options: PoolOptions = {
      ...this.workerOptions(),
      parts,
      threads,
      mostWaiting,
      tables: await engines?.read(parts),
      onMade: (made) => void engines?.write(parts, made).catch(onFault),
    }
    let pool: Pool
    try {
      pool = await Pool.start(options, this.claimPrepared())
    } catch (cause) {
      throw new AppError({
        code: 'bad-catalog',
        message: `catalog and lexicon were rejected: ${(cause as Error).message}`,
        cause,
      })
    }
    if (!this.closed) return pool
    await pool.close()
    throw new AppError({ code: 'interrupted', message: 'the server stops', retryable: true })
  }

  private claimPrepared(): WorkerHandle | undefined {
    clearTimeout(this.unneeded)
    const { prepared } = this
    this.prepared = undefined
    return prepared
  }

  private workerOptions(): WorkerHandleOptions {
    const { program, execArgv, hangMs = 30_000, memoryMb = 2048 } = this.options
    return { program, execArgv, hangMs, memoryMb }
  }

  /** The previous engine finishes its work and remains available for a while; the one before it ends. */
  private retire(pool: Pool): void {
    clearTimeout(this.retiring)
    const older = this.previous
    this.previous = pool
    pool.resize(1)
    void older?.drained().then(() => older.close())
    this.retiring = setTimeout(
      () => {
        this.previous = undefined
        void pool.drained().then(() => pool.close())
      },
      this.options.keepPreviousMs ?? 10 * 60_000,
    ).unref()
  }

  private threads(): number {
    return this.options.threads ?? Math.max(1, availableParallelism() - 1)
  }

  private served(): Pool {
    if (this.current !== undefined) return this.current
    throw new AppError({ code: 'internal', message: 'no engine has been compiled yet' })
  }

  private pools(): Pool[] {
    const pools = [this.current, this.previous, this.candidatePool]
    return pools.filter((pool) => pool !== undefined)
  }
}

export function notRunning(name: string, names: readonly string[]): AppError {
  return new AppError({
    code: 'engine-not-running',
    message: `the engine ${JSON.stringify(name)} is not running; use one of ${names.join(', ')}`,
    pointer: '/engine',
  })
}
