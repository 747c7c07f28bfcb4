import { parentPort } from 'node:worker_threads'
import type { Listing } from '@touchstone/contract'
import { compile, wordAssessment, type Screener, type TermPlace } from '@touchstone/recognition'
import { compileScreener } from './engine.ts'
import type { TrialAnswer, TrialOutcome, TrialRequest, TrialStart } from './trial.ts'

class Trial {
  private readonly start: TrialStart
  private readonly terms: ReadonlySet<string>
  /** Contains only the amended terms, and compiles in a fortieth of the time. */
  private readonly first: Screener | undefined
  private whole: Screener | undefined

  constructor(start: TrialStart) {
    const { probe, terms } = start
    this.start = start
    this.terms = new Set(terms)
    this.first = probe && compile({ brands: [] }, { starterPack: false, lexicons: probe })
  }

  answer(listings: readonly Listing[]): TrialAnswer {
    return listings.flatMap((listing, place) => {
      try {
        return this.read(listing, place)
      } catch {
        // A listing that the engine cannot read says nothing about the amendments.
        return []
      }
    })
  }

  private read(listing: Listing, place: number): TrialOutcome[] {
    if (this.first?.termPlaces(listing).length === 0) return []
    this.whole ??= compileScreener(this.start.parts).screener
    const { verdict, reason } = wordAssessment(this.whole.screen(listing))
    const places: TermPlace[] = this.whole
      .termPlaces(listing)
      .filter(({ id }) => this.terms.has(id))
    return [{ place, verdict, reason: reason ?? null, places }]
  }
}

let trial: Trial | undefined

parentPort?.on('message', (request: TrialRequest) => {
  if (request.kind === 'start') {
    trial = new Trial(request.start)
    parentPort?.postMessage('ready')
  } else if (request.kind === 'read') parentPort?.postMessage(trial?.answer(request.listings))
  else trial = undefined
})
