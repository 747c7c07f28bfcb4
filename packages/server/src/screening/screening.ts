import { availableParallelism } from 'node:os'
import type { Catalog, Listing, Weights } from '@touchstone/contract'
import { AppError } from '../platform/errors/index.ts'
import { partsOf, type EngineParts } from './engine.ts'
import type { Judged, ScreenOptions, Screening } from './model.ts'
import { Pool, type PoolOptions } from './pool.ts'

export type ScreeningOptions = {
  catalog?: Catalog
  /** Worker threads; by default one fewer than there are processors. */
  threads?: number
  /** Other weights, which judge a share of the offers beside the engine that is served. */
  candidate?: { weights: Weights; share: number }
  /** How long the engine before can still be asked by name. */
  keepPreviousMs?: number
  hangMs?: number
  memoryMb?: number
  /** Where it is told that the candidate does not compile. */
  onFault?: (error: unknown) => void
  mostWaiting?: number
  /** The workers' program and Node options; tests put an engine of their own in its place. */
  program?: URL
  execArgv?: string[]
}

/** Compiles the engine in worker threads. Settles when the first is ready. */
export async function startScreening(options: ScreeningOptions = {}): Promise<Screening> {
  const screening = new Workers(options)
  await screening.use(options.catalog ?? { brands: [] })
  return screening
}

type Waiting = { resolve: (used: { name: string }) => void; reject: (error: unknown) => void }

class Workers implements Screening {
  private readonly options: ScreeningOptions
  private readonly listeners: ((name: string) => void)[] = []
  private current: Pool | undefined
  private currentParts = ''
  private previous: Pool | undefined
  private candidatePool: Pool | undefined
  private wanted: { catalog: Catalog; waiting: Waiting[] } | undefined
  private changing = false
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
    const { candidate } = this.options
    if (candidate === undefined || this.candidatePool === undefined) return undefined
    return { name: this.candidatePool.name, share: candidate.share }
  }

  async screen(listings: readonly Listing[], options: ScreenOptions = {}): Promise<Judged[]> {
    const name = options.engine ?? this.name
    const pool = this.pools().find((one) => one.name === name)
    if (pool === undefined) throw notRunning(name, this.names)
    return pool.screen(listings, options)
  }

  use(catalog: Catalog): Promise<{ name: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ name: string }>()
    // Catalogs that come while one compiles are one change, of which the last counts.
    const waiting = [...(this.wanted?.waiting ?? []), { resolve, reject }]
    this.wanted = { catalog, waiting }
    void this.changeAll()
    return promise
  }

  onChange(listener: (name: string) => void): void {
    this.listeners.push(listener)
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.retiring)
    await Promise.all(this.pools().map((pool) => pool.close()))
  }

  private async changeAll(): Promise<void> {
    if (this.changing) return
    this.changing = true
    for (let change = this.wanted; change; change = this.wanted) {
      this.wanted = undefined
      try {
        const used = { name: await this.change(partsOf(change.catalog)) }
        for (const { resolve } of change.waiting) resolve(used)
      } catch (error) {
        for (const { reject } of change.waiting) reject(error)
        continue
      }
      await this.changeCandidate(change.catalog).catch(this.options.onFault)
    }
    this.changing = false
  }

  private async change(parts: EngineParts): Promise<string> {
    if (this.current !== undefined && parts.catalog === this.currentParts) return this.current.name
    const pool = await this.start(parts, this.threads())
    const before = this.current
    this.current = pool
    this.currentParts = parts.catalog
    if (before !== undefined) this.retire(before)
    for (const listener of this.listeners) listener(pool.name)
    return pool.name
  }

  private async changeCandidate(catalog: Catalog): Promise<void> {
    const { candidate } = this.options
    if (candidate === undefined) return
    const before = this.candidatePool
    this.candidatePool = await this.start(partsOf(catalog, candidate.weights), 1)
    await before?.drained()
    await before?.close()
  }

  private async start(parts: EngineParts, threads: number): Promise<Pool> {
    const { program, execArgv } = this.options
    const { hangMs = 30_000, memoryMb = 2048, mostWaiting = 100_000 } = this.options
    const limits = { threads, hangMs, memoryMb, mostWaiting }
    const options: PoolOptions = { parts, program, execArgv, ...limits }
    let pool: Pool
    try {
      pool = await Pool.start(options)
    } catch (cause) {
      throw new AppError({
        code: 'bad-catalog',
        message: `the catalog was not taken: ${(cause as Error).message}`,
        cause,
      })
    }
    if (!this.closed) return pool
    await pool.close()
    throw new AppError({ code: 'interrupted', message: 'the server stops', retryable: true })
  }

  /** The engine before ends what it has and can be asked for a while; the one before that goes. */
  private retire(pool: Pool): void {
    clearTimeout(this.retiring)
    const older = this.previous
    this.previous = pool
    pool.shrinkTo(1)
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
    throw new AppError({ code: 'internal', message: 'no engine was compiled yet' })
  }

  private pools(): Pool[] {
    const pools = [this.current, this.previous, this.candidatePool]
    return pools.filter((pool) => pool !== undefined)
  }
}

export function notRunning(name: string, names: readonly string[]): AppError {
  return new AppError({
    code: 'conflict',
    message: `the engine ${JSON.stringify(name)} does not run; ask one of ${names.join(', ')}`,
    pointer: '/engine',
  })
}
