import { textOf } from '../reading/index.ts'
import type { Offer } from './offer.ts'
import { evidenceAt, type Draft } from './signal.ts'
import type { GuardedTerm } from './text.ts'

/** Log-odds for one buyer who calls the goods false, and for each doubling of their number. */
const ONE_BUYER = 1.4
const EACH_DOUBLING = 1
/** One angry buyer may err; from this many on their word is near-conclusive. */
const MANY = 3

/** What buyers say in reviews; undefined where there are none with words. */
export function reviewSignals(offer: Offer, guarded: readonly GuardedTerm[]): Draft[] | undefined {
  if (!offer.reading.fields.some((field) => field.kind === 'review')) return undefined
  if (offer.offered === undefined) return []
  const said = guarded.filter(
    (term) =>
      term.hit.field.kind === 'review' && term.quietedBy === undefined && term.strength !== 'W',
  )
  const reviews = new Set(said.map((term) => term.hit.field))
  const first = said[0]
  if (first === undefined) return []
  const count = reviews.size
  const buyers = count === 1 ? 'One buyer calls' : `${count} buyers call`
  return [
    {
      code: 'review.buyers-say-fake',
      weight: ONE_BUYER + EACH_DOUBLING * Math.log2(count),
      strong: count >= MANY,
      evidence: evidenceAt(
        said.map((term) => term.hit),
        {
          reference: first.hit.term.term.id,
          detail: `${buyers} the goods false (“${textOf(first.hit)}”: ${first.hit.term.term.meaning}).`,
        },
      ),
    },
  ]
}
