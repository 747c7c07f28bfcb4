import {
  verdicts,
  type Lexicon,
  type EngineReleaseContent,
  type TrialView,
  type TrialExampleView,
  type Verdict,
} from '@touchstone/contract'
import { amendLexicons, lexicons, termRateFindings } from '@touchstone/recognition'
import type { Actor } from '../../access/organisations/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  openTrial,
  partsOf,
  type Screening,
  type TrialOutcome,
} from '../../listings/screening/index.ts'
import { excerptOf } from './content-excerpt.ts'
import { changedWeights, shippedContent } from './types.ts'
import { newestListings, sampleSize, type SampledListing } from './listing-sample.ts'

export type TrialOptions = {
  store: Store
  screening: Screening
  /** The person who requests the trial; only listings of his own organisation are named to him. */
  actor: Actor
  /** The served content, and the content on trial. */
  before: EngineReleaseContent
  after: EngineReleaseContent
  maxListings?: number
  deadlineMs?: number
}

const mostExamples = 50
let isRunning = false

/** Runs one trial at a time in a process, because each needs another engine in memory. */
export async function runTrialInTurn<T>(work: () => Promise<T>): Promise<T> {
  if (isRunning) {
    throw new AppError({
      code: 'trial-running',
      message: 'another trial on stored listings is running; try again in a few seconds',
      retryable: true,
      retryAfter: 3,
    })
  }
  isRunning = true
  try {
    return await work()
  } finally {
    isRunning = false
  }
}

/**
 * Assesses the newest stored listings of all organisations with other contents: the places of its terms, and the
 * verdicts that would change. Runs in another thread with limits on listings and time; reports how many listings it
 * read.
 */
export async function runTrial(options: TrialOptions): Promise<TrialView> {
  const { store, screening, actor, before, after } = options
  const { maxListings = 20_000, deadlineMs = 10_000 } = options
  const context = operatorContextOf(actor)
  const sample = await store.transact(context, (handle) => sampleSize(handle, maxListings))
  const terms = after.lexicon.terms.map(({ term }) => term.id)
  const engine = await openTrial({
    parts: partsOf(screening.parts.catalog, { release: after }),
    probe: probeOf(before, after),
    terms,
  })
  const tally = new Tally(terms, actor)
  const began = performance.now()
  const left = (): number => deadlineMs - (performance.now() - began)
  try {
    for await (const page of newestListings(store, context, maxListings)) {
      const listings = page.map(({ content }) => content)
      const outcomes = await engine.read(listings, left())
      if (outcomes === undefined) break
      const served = await servedVerdicts(screening, listings, outcomes, left())
      if (served === undefined) break
      tally.add(page, outcomes, served)
      if (left() <= 0) break
    }
  } finally {
    await engine.close()
  }
  return tally.result({ sample, milliseconds: Math.round(performance.now() - began) })
}

/** In the operator's place, in the name of the requester. */
export function operatorContextOf({ kind, id }: Actor): Context & { as: 'operator' } {
  return { as: 'operator', actor: { kind, id } }
}

/** The served engine's assessments of the listings on which the engine on trial fired. */
async function servedVerdicts(
  screening: Screening,
  listings: readonly SampledListing['content'][],
  outcomes: readonly TrialOutcome[],
  deadlineMs: number,
): Promise<Verdict[] | undefined> {
  const read = outcomes.flatMap(({ place }) => listings[place] ?? [])
  const judged = await screening.screen(read, {
    urgency: 'background',
    deadlineMs: Math.max(0, deadlineMs),
  })
  const newVerdicts = judged.flatMap((assessment) => assessment?.verdict ?? [])
  return newVerdicts.length === read.length ? newVerdicts : undefined
}

/**
 * Lexicons of all terms through which two contents may assess a listing differently; undefined if any listing may be
 * affected.
 */
export function probeOf(
  before: EngineReleaseContent,
  after: EngineReleaseContent,
): Lexicon[] | undefined {
  const guards = [...before.lexicon.guards, ...after.lexicon.guards].map(({ guard }) => guard)
  if (changedWeights(before, after) || guards.some(({ global }) => global)) return undefined
  const guardIds = new Set(guards.map(({ id }) => id))
  const ids = new Set(
    [before, after].flatMap(({ lexicon: { terms, off } }) => [
      ...terms.map(({ term }) => term.id),
      ...off,
    ]),
  )
  const sides = [shippedContent, before, after].map(({ lexicon }) =>
    amendLexicons(lexicons, lexicon),
  )
  // Without guards, so that nothing is quiet here that the whole engine would let speak.
  const terms = sides
    .flat()
    .flatMap((lexicon) =>
      lexicon.terms
        .filter((term) => ids.has(term.id) || term.guards.some((id) => guardIds.has(id)))
        .map((term) => ({ language: lexicon.language, term: { ...term, guards: [] } })),
    )
  return [...Map.groupBy(terms, ({ language }) => language)].map(([language, own]) => ({
    language,
    version: 1,
    updated: '1970-01-01',
    guards: [],
    terms: own.map(({ term }) => term),
  }))
}

class Tally {
  private readonly reach: Map<string, { found: number; counts: number; ordinary: number }>
  private readonly moves = new Map<string, number>()
  private readonly examples: Record<'moved' | 'counting' | 'quiet', TrialExampleView[]> = {
    moved: [],
    counting: [],
    quiet: [],
  }
  private read = 0
  private ordinary = 0
  private readonly organisationId: string | undefined

  constructor(terms: readonly string[], actor: Actor) {
    this.reach = new Map(terms.map((id) => [id, { found: 0, counts: 0, ordinary: 0 }]))
    this.organisationId = actor.kind === 'operator' ? undefined : actor.organisationId
  }

  add(
    page: readonly SampledListing[],
    outcomes: readonly TrialOutcome[],
    served: readonly Verdict[],
  ): void {
    this.read += page.length
    this.ordinary += page.filter(({ ordinary }) => ordinary).length
    outcomes.forEach((outcome, index) => {
      const listing = page[outcome.place]
      const from = served[index]
      if (listing === undefined || from === undefined) return
      this.count(listing, outcome)
      if (from !== outcome.verdict) {
        const key = `${from} ${outcome.verdict}`
        this.moves.set(key, (this.moves.get(key) ?? 0) + 1)
      }
      this.show(listing, outcome, from)
    })
  }

  private count(listing: SampledListing, { places }: TrialOutcome): void {
    for (const [id, own] of Map.groupBy(places, (place) => place.id)) {
      const reach = this.reach.get(id)
      if (reach === undefined) continue
      const counts = own.some((place) => place.counts)
      reach.found++
      if (counts) reach.counts++
      if (counts && listing.ordinary) reach.ordinary++
    }
  }

  private show(
    listing: SampledListing,
    { verdict, reason, places }: TrialOutcome,
    from: Verdict,
  ): void {
    const place = places.find(({ counts }) => counts) ?? places[0]
    const moved = from !== verdict
    if (!moved && place === undefined) return
    const kind = moved ? 'moved' : place?.counts ? 'counting' : 'quiet'
    if (this.examples[kind].length >= mostExamples) return
    const excerpt = place && excerptOf(listing.content, place)
    this.examples[kind].push({
      listing: listing.organisationId === this.organisationId ? listing.id : null,
      term: place?.id ?? null,
      ...(excerpt ?? { field: place?.field ?? null, before: '', place: '', after: '' }),
      quietedBy: place?.quietedBy ?? null,
      counts: place?.counts ?? false,
      from,
      to: verdict,
      reason,
    })
  }

  result(of: { sample: number; milliseconds: number }): TrialView {
    const { moved, counting, quiet } = this.examples
    const counts = new Map([...this.reach].map(([id, { ordinary }]) => [id, ordinary]))
    const moves = verdicts.flatMap((from) =>
      verdicts.flatMap((to) => {
        const count = this.moves.get(`${from} ${to}`)
        return count === undefined ? [] : [{ from, to, count }]
      }),
    )
    return {
      ...of,
      read: this.read,
      ordinary: this.ordinary,
      terms: [...this.reach].map(([id, reach]) => ({ id, ...reach })),
      moves,
      findings: termRateFindings(counts, this.ordinary),
      examples: [...moved, ...counting, ...quiet].slice(0, mostExamples),
    }
  }
}
