import type { BackTestView, BackTestFigures, KnownShare, Verdict } from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import { openTrial, partsOf } from '../../listings/screening/index.ts'
import { listLabelledListings, type LabelledContent } from './labelled-listings.ts'
import { operatorContextOf, probeOf, type TrialOptions } from './try-release.ts'

/** Fewer can be any share by chance. */
const leastKnown = 30
const pageListings = 500

type Compared = LabelledContent & { before: Verdict; after: Verdict }

/**
 * Compares the served content and another one with people's decisions about the goods in all organisations: on the
 * newest labelled listings, as many as the time allows.
 */
export async function backTest(options: TrialOptions): Promise<BackTestView> {
  const { store, screening, actor, before, after } = options
  const { maxListings = 10_000, deadlineMs = 20_000 } = options
  const { listings: labelled, contradicted } = await store.transact(
    operatorContextOf(actor),
    (handle) => listLabelledListings(handle, maxListings),
  )
  const engine = await openTrial({
    parts: partsOf(screening.parts.catalog, { release: after }),
    probe: probeOf(before, after),
    terms: [],
  })
  const compared: Compared[] = []
  const began = performance.now()
  const left = (): number => deadlineMs - (performance.now() - began)
  try {
    for (let from = 0; from < labelled.length && left() > 0; from += pageListings) {
      const page = labelled.slice(from, from + pageListings)
      const listings = page.map(({ content }) => content)
      const served = await screening.screen(listings, {
        urgency: 'background',
        deadlineMs: Math.max(0, left()),
      })
      const outcomes = await engine.read(listings, left())
      if (outcomes === undefined) break
      // A listing without any changed term keeps its verdict.
      const afterByPlace = new Map(outcomes.map(({ place, verdict }) => [place, verdict]))
      page.forEach((listing, place) => {
        const verdict = served[place]?.verdict
        if (verdict === undefined) return
        compared.push({ ...listing, before: verdict, after: afterByPlace.get(place) ?? verdict })
      })
    }
  } finally {
    await engine.close()
  }
  const counterfeit = compared.filter(({ isCounterfeit }) => isCounterfeit).length
  return {
    labelled: labelled.length,
    contradicted,
    read: compared.length,
    counterfeit,
    genuine: compared.length - counterfeit,
    milliseconds: Math.round(performance.now() - began),
    before: figuresOf(compared.map((listing) => ({ ...listing, verdict: listing.before }))),
    after: figuresOf(compared.map((listing) => ({ ...listing, verdict: listing.after }))),
  }
}

/** Held up: a person must review it, or it does not go live. */
export function figuresOf(
  judged: readonly { isCounterfeit: boolean; verdict: Verdict }[],
): BackTestFigures {
  const isHeld = (verdict: Verdict): boolean => verdict === 'review' || verdict === 'block'
  const flagged = judged.filter(({ verdict }) => isHeld(verdict))
  const counterfeit = judged.filter(({ isCounterfeit }) => isCounterfeit)
  const caught = flagged.filter(({ isCounterfeit }) => isCounterfeit).length
  return {
    precision: known(caught, flagged.length),
    recall: known(caught, counterfeit.length),
    falseAlarms: known(flagged.length - caught, judged.length - counterfeit.length),
  }
}

function known(count: number, of: number): KnownShare {
  return { ...shareOf(count, of), known: of >= leastKnown }
}
