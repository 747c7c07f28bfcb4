import {
  families,
  type Assessment,
  type Catalog,
  type Listing,
  type EngineReleaseContent,
} from '@touchstone/contract'
import type { ScreenOptions as EngineScreenOptions } from '@touchstone/recognition'
import type { Urgency } from '../../platform/fairness/index.ts'
import type { EngineParts } from './engine-parts.ts'

/** What is known beyond a listing: of its seller's other listings, and of units whose codes it shows. */
export type ListingFacts = EngineScreenOptions

/** The assessment of a listing; undefined if its deadline passed first. */
export type ScreenResult = Assessment | undefined

export type ScreenOptions = {
  /** Listings not assessed by then are left out and removed from the queue. */
  deadlineMs?: number
  /** Name of the engine to use; defaults to the current one. */
  engine?: string
  /** The party to count the work for, if any. */
  party?: string
  /** What is known beyond the listings, in their order. */
  facts?: readonly (ListingFacts | undefined)[]
  /** Background work may wait for anything else of this party. */
  urgency?: Urgency
}

/** Contents of engine releases beyond the shipped files. */
export type EngineReleases = {
  /** The live release; none for the shipped files alone. */
  live?: EngineReleaseContent | undefined
  /** The release in shadow, and its share of new listings. */
  shadow?: { content: EngineReleaseContent; share: number } | undefined
}

/** The engines of this process, outside the calling thread. */
export type Screening = {
  /** The live engine. */
  readonly name: string
  /** All engines available by name. */
  readonly names: readonly string[]
  /** The engine that assesses a share of the listings without effect. */
  readonly candidate: { name: string; share: number } | undefined
  /** The assumed probability before any evidence. */
  readonly baseRate: number
  /**
   * Assesses listings, in order. One at which the engine fails gets an incomplete assessment. Throws if the named
   * engine is not running, or if too much work is waiting.
   */
  screen(listings: readonly Listing[], options?: ScreenOptions): Promise<ScreenResult[]>
  /** Announces a change, so that a thread can get ready to compile it. */
  prepare(): void
  /**
   * Compiles an engine with this catalog beside the running one and replaces it. If compilation fails, the old one
   * stays.
   */
  use(catalog: Catalog): Promise<{ name: string }>
  /** The same with other engine releases. */
  revise(releases: EngineReleases): Promise<{ name: string }>
  /** The inputs of the live engine. */
  readonly parts: EngineParts
  /** Registers a callback for a new live engine. */
  onChange(listener: (name: string) => void): void
  close(): Promise<void>
}

/** Why no engine assessed a listing. */
export type NotAssessed =
  | { code: 'not-assessed.stopped' | 'not-assessed.yet' }
  | { code: 'not-assessed.in-time'; milliseconds: number }

/** The result for a listing that no engine assessed: only the base rate. */
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
