import type { Pairs, Places } from '../geometry/model.ts'
import { SIDE } from '../geometry/agreement.ts'
import { angleOf, growthOf, xOf, yOf, type Picture } from './image-store.ts'
import { nearness, type Hit } from './search.ts'

/** Positions of features in a picture scaled to the common size, mirrored back if it is mirrored. */
export function placesIn(
  { width, height, count, places }: Pick<Picture, 'width' | 'height' | 'count' | 'places'>,
  mirrored: boolean,
): Places {
  const right = SIDE * (width / Math.max(width, height))
  const [x, y] = [new Float64Array(count), new Float64Array(count)]
  for (let i = 0; i < count; i++) {
    x[i] = mirrored ? right - xOf(places, i) : xOf(places, i)
    y[i] = yOf(places, i)
  }
  return { count, x, y }
}

/** The hits of one picture as pairs of places. A mirrored query is mirrored back. */
export function pairsOf(
  hits: readonly Hit[],
  query: { places: Uint16Array },
  there: Places,
  reference: { places: Uint16Array },
  here: Places,
  mirrored: boolean,
): Pairs {
  const pairs = emptyPairs(hits.length)
  for (const [k, { query: q, reference: r, distance }] of hits.entries()) {
    const angle = angleOf(query.places, q)
    pairs.query[k] = q
    pairs.reference[k] = r
    pairs.queryX[k] = there.x[q] as number
    pairs.queryY[k] = there.y[q] as number
    pairs.referenceX[k] = here.x[r] as number
    pairs.referenceY[k] = here.y[r] as number
    pairs.growth[k] = growthOf(query.places, q) - growthOf(reference.places, r)
    pairs.turn[k] = (mirrored ? Math.PI - angle : angle) - angleOf(reference.places, r)
    pairs.weight[k] = nearness(distance)
  }
  discountRepeats(pairs)
  return pairs
}

function emptyPairs(count: number): Pairs {
  const numbers = () => new Float64Array(count)
  return {
    count,
    queryX: numbers(),
    queryY: numbers(),
    referenceX: numbers(),
    referenceY: numbers(),
    growth: numbers(),
    turn: numbers(),
    weight: numbers(),
    query: new Int32Array(count),
    reference: new Int32Array(count),
  }
}

// A feature that pairs with many counts less for each: that is typical of stripes and checks.
function discountRepeats(pairs: Pairs): void {
  const query = countOf(pairs.query)
  const reference = countOf(pairs.reference)
  for (let i = 0; i < pairs.count; i++) {
    const alike =
      (query.get(pairs.query[i] ?? 0) ?? 1) * (reference.get(pairs.reference[i] ?? 0) ?? 1)
    pairs.weight[i] = (pairs.weight[i] ?? 0) / Math.sqrt(alike)
  }
}

function countOf(features: Int32Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  return counts
}
