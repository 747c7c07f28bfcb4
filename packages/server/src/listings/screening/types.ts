import {
  families,
  type Assessment,
  type Catalog,
  type Listing,
  type EngineReleaseContent,
} from '@touchstone/contract'
import type { Urgency } from '../../platform/fairness/index.ts'
import type { EngineParts } from './engine.ts'

/** What came of a listing; undefined where its deadline passed first. */
export type ScreenResult = Assessment | undefined

export type ScreenOptions = {
  /** What is not judged by then is left out of the answer and dropped from the queue. */
  deadlineMs?: number
  /** The name of the engine that shall judge; the current one where nothing is said. */
  engine?: string
  /** For whom; without it, for nobody in particular. */
  party?: string
  /** May wait while anything else is asked for this party, where nobody waits for it. */
  urgency?: Urgency
}

/** What engines read beyond the shipped files. */
export type EngineReleases = {
  /** Of the engine that is served; none where it reads the shipped files alone. */
  live?: EngineReleaseContent | undefined
  /** Of the one that judges a share of the intake beside it. */
  shadow?: { content: EngineReleaseContent; share: number } | undefined
}

/** The engines of this process, off the thread that asks. */
export type Screening = {
  /** The engine whose word is served. */
  readonly name: string
  /** Every engine that may be asked by name. */
  readonly names: readonly string[]
  /** The engine whose word is kept beside, for a share of the listings. */
  readonly candidate: { name: string; share: number } | undefined
  /** Probability that is assumed where nothing was read. */
  readonly baseRate: number
  /**
   * Judges listings, in their order. One at which the engine stops gets an assessment that is not
   * complete. Throws where the engine of that name does not run, or too much waits already.
   */
  screen(listings: readonly Listing[], options?: ScreenOptions): Promise<ScreenResult[]>
  /** A change is on its way: what compiles it gets ready meanwhile. */
  prepare(): void
  /**
   * Compiles an engine with this catalog beside the one that runs and puts it in its place.
   * Whatever is wrong with the new one leaves the old one where it is.
   */
  use(catalog: Catalog): Promise<{ name: string }>
  /** The same with other engine releases of what the engines read. */
  revise(releases: EngineReleases): Promise<{ name: string }>
  /** What the engine that is served was compiled from. */
  readonly parts: EngineParts
  /** Calls back when another engine took the place. */
  onChange(listener: (name: string) => void): void
  close(): Promise<void>
}

/** Why no engine read a listing. */
export type NotAssessed =
  | { code: 'not-assessed.stopped' | 'not-assessed.yet' }
  | { code: 'not-assessed.in-time'; milliseconds: number }

/** What can be said of a listing that no engine read: nothing beyond the base rate. */
export function unassessedListing(
  listing: Listing,
  { engine, baseRate, why }: { engine: string; baseRate: number; why: NotAssessed },
): Assessment {
  return {
    listing: listing.id,
    marketplace: listing.marketplace,
    verdict: 'clear',
    explanation: [why],
    probability: baseRate,
    baseRate,
    brands: [],
    signals: [],
    engine,
    complete: false,
    silent: [...families],
  }
}
