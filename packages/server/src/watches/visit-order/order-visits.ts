import type { ChangeRate } from './change-rate.ts'
import type { Candidate, FindRates } from './find-rates.ts'
import { valueOfVisit } from './visit-value.ts'

/** A page that was visited, and how long ago. */
export type Revisit = Candidate & { rate: ChangeRate; elapsedDays: number }

export type OrderInput = {
  revisits: readonly Revisit[]
  /** Addresses that were never visited. */
  unvisited: readonly Candidate[]
  finds: FindRates
  requests: number
  /** From 0 to 1, as Math.random. */
  random: () => number
}

/** Of ten visits one explores, at random among all; the others go half to new addresses, half to known pages. */
const pattern = ['new', 'known', 'new', 'known', 'explore', 'new', 'known', 'new', 'known', 'new']

/** The addresses to visit with these requests, each once; where one kind runs out, the others take its turns. */
export function orderVisits(input: OrderInput): string[] {
  const { revisits, unvisited, finds, requests, random } = input
  const known = byValue(revisits, ({ rate, elapsedDays }) => valueOfVisit(rate, elapsedDays))
  const fresh = byValue(unvisited, (candidate) => finds.rateOf(candidate))
  const explored = shuffled([...revisits, ...unvisited], random)
  const lanes: Record<string, Iterator<Candidate>> = {
    known: known.values(),
    new: fresh.values(),
    explore: explored.values(),
  }
  const chosen = new Set<string>()
  const most = Math.min(requests, new Set(explored.map(({ url }) => url)).size)
  for (let turn = 0; chosen.size < most; turn++) {
    const lane = lanes[pattern[turn % pattern.length] ?? 'new']
    let next = lane?.next()
    while (next?.done === false && chosen.has(next.value.url)) next = lane?.next()
    if (next?.done === false) chosen.add(next.value.url)
  }
  return [...chosen]
}

/** The most valuable first; equals in their order. */
function byValue<T>(items: readonly T[], valueOf: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, value: valueOf(item) }))
    .sort((a, b) => b.value - a.value)
    .map(({ item }) => item)
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
