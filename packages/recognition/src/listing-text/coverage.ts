import type { Place } from './read-listing.ts'

/** The furthest end so far and the furthest of any other key. */
class Furthest {
  private end = -1
  private key: unknown
  private otherEnd = -1
  private otherKey: unknown

  add(end: number, key: unknown): void {
    if (this.end === -1 || key === this.key) {
      this.end = Math.max(this.end, end)
      this.key = key
    } else if (end > this.end) {
      this.otherEnd = this.end
      this.otherKey = this.key
      this.end = end
      this.key = key
    } else if (end > this.otherEnd) {
      this.otherEnd = end
      this.otherKey = key
    }
  }

  /** The furthest end of a key other than this one; -1 if there is none. */
  besides(key: unknown): number {
    return key !== undefined && key === this.key ? this.otherEnd : this.end
  }

  /** Moves its content to another and clears itself. */
  pourInto(target: Furthest): void {
    if (this.end !== -1) target.add(this.end, this.key)
    if (this.otherEnd !== -1) target.add(this.otherEnd, this.otherKey)
    this.end = this.otherEnd = -1
    this.key = this.otherKey = undefined
  }
}

function byPlace(a: Place, b: Place): number {
  return a.start - b.start || b.end - a.end
}

/** So few pairs are compared sooner than sorted. */
const FEW_PAIRS = 100

function holds<T extends Place, O extends Place>(
  other: O,
  place: T,
  keyOf?: (place: T | O) => unknown,
): boolean {
  return (
    other.start <= place.start &&
    other.end >= place.end &&
    other.end - other.start > place.end - place.start &&
    other.field === place.field &&
    (keyOf === undefined || keyOf(other) !== keyOf(place))
  )
}

/** Like `uncovered`, by pairs; returns its input if nothing is covered. */
function fewUncovered<T extends Place, O extends Place>(
  places: readonly T[],
  others: readonly O[],
  keyOf?: (place: T | O) => unknown,
): readonly T[] {
  let left: T[] | undefined
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as T
    let covered = false
    for (const other of others)
      if (holds(other, place, keyOf)) {
        covered = true
        break
      }
    if (covered) left ??= places.slice(0, i)
    else left?.push(place)
  }
  return left ?? places
}

/**
 * The places that no longer one contains whole: inside "Dove Chocolate" there is no "Dove". Costs a sort and one
 * pass, however many places overlap.
 * @param places the places to filter
 * @param others the places that may contain them; may be the same
 * @param keyOf if given, only a place of another key contains one
 */
export function uncovered<T extends Place, O extends Place>(
  places: readonly T[],
  others: readonly O[],
  keyOf?: (place: T | O) => unknown,
): readonly T[] {
  if (places.length === 0 || others.length === 0) return places
  if (places.length * others.length <= FEW_PAIRS) return fewUncovered(places, others, keyOf)
  const byField = Map.groupBy(others, (place) => place.field)
  const covered = new Set<T>()
  for (const [field, fieldPlaces] of Map.groupBy(places, (place) => place.field)) {
    const holders = (byField.get(field) ?? []).sort(byPlace)
    const before = new Furthest()
    const level = new Furthest()
    let next = 0
    let start = -1
    for (const place of fieldPlaces.sort(byPlace)) {
      for (; next < holders.length && (holders[next] as O).start <= place.start; next++) {
        const holder = holders[next] as O
        const key = keyOf?.(holder)
        if (holder.start !== start) {
          level.pourInto(before)
          start = holder.start
        }
        level.add(holder.end, key)
      }
      if (start < place.start) {
        level.pourInto(before)
        start = place.start
      }
      const key = keyOf?.(place)
      if (before.besides(key) >= place.end || level.besides(key) > place.end) covered.add(place)
    }
  }
  return places.filter((place) => !covered.has(place))
}
