import type { Check } from './check-result.ts'
import { outsideData, type OutsideData } from './outside-data.ts'

/**
 * Names each data set whose review is late on a day (`YYYY-MM-DD`), and when the next one is due. A late review is a
 * note, never a fault: the data may still be right, and operators cannot review it themselves.
 */
export function* checkOutsideData(
  today: string,
  data: readonly OutsideData[] = outsideData,
): Generator<Check> {
  for (const { name, owner, reviewed, nextReview, risk } of data) {
    if (nextReview > today) continue
    const message = `last on ${reviewed}, due since ${nextReview}, by the ${owner}. ${risk} Install a newer version of Touchstone`
    yield { name: `review of ${name}`, state: 'note', message }
  }
  const [next] = data
    .filter(({ nextReview }) => nextReview > today)
    .toSorted((one, other) => (one.nextReview < other.nextReview ? -1 : 1))
  if (next === undefined) return
  const message = `next due on ${next.nextReview} (${next.name}, ${next.owner})`
  yield { name: 'review of data', state: 'ok', message }
}
