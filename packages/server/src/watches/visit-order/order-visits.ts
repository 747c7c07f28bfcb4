import type { ChangeRate } from './change-rate.ts'
import type { Candidate, FindRates } from './find-rates.ts'
import { valueOfVisit } from './visit-value.ts'

/** A page that was visited, and how long ago. */
export type Revisit = Candidate & { rate: ChangeRate; elapsedDays: number }

export type OrderInput = {
  revisits: readonly Revisit[]
  /** Addresses that were never visited. */
  unvisited: readonly Candidate[]
  /** Addresses to explore, drawn at random; without them, those above. */
  others?: readonly Candidate[]
  finds: FindRates
  requests: number
  /** From 0 to 1, as Math.random. */
  random: () => number
}

/** Of ten visits one explores, at random among all; the others go half to new addresses, half to known pages. */
const pattern: readonly ('new' | 'known' | 'explore')[] = [
  'new',
  'known',
  'new',
  'known',
  'explore',
  'new',
  'known',
  'new',
  'known',
  'new',
]

/** The addresses to visit with these requests, each once; where one kind runs out, the others take its turns. */
export function orderVisits(input: OrderInput): string[] {
  const { revisits, unvisited, others = [...revisits, ...unvisited], finds, requests } = input
  const known = byValue(revisits, ({ rate, elapsedDays }) => valueOfVisit(rate, elapsedDays))
  const fresh = byValue(unvisited, (candidate) => finds.rateOf(candidate))
  const lanes = {
    known: new Lane(known),
    new: new Lane(fresh),
    explore: new Lane(shuffled(others, input.random)),
  }
  const chosen = new Set<string>()
  for (let turn = 0; chosen.size < requests; turn++) {
    if (lanes.known.isOver(chosen) && lanes.new.isOver(chosen)) break
    lanes[pattern[turn % pattern.length] ?? 'new'].moveInto(chosen)
  }
  return [...chosen]
}

/** Addresses of one kind in their order. */
class Lane {
  private readonly addresses: readonly Candidate[]
  private next = 0

  constructor(addresses: readonly Candidate[]) {
    this.addresses = addresses
  }

  /** True if all are among the chosen. */
  isOver(chosen: ReadonlySet<string>): boolean {
    while (chosen.has(this.addresses[this.next]?.url ?? '')) this.next++
    return this.next >= this.addresses.length
  }

  moveInto(chosen: Set<string>): void {
    const address = this.isOver(chosen) ? undefined : this.addresses[this.next++]
    if (address !== undefined) chosen.add(address.url)
  }
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
