import { compile, type Screener } from '@touchstone/recognition'
import type { Listing } from '@touchstone/contract'
import { heapInUse } from './heap.ts'
import { catalogOf } from './large-catalog.ts'
import { median } from './process-runs.ts'
import { sampleListings } from './sample-rows.ts'

const REAL = 150
const ALIASES = 10
const LARGE = 10_000
const MAX_RATIO = 1.3
const MAX_COMPILE_SECONDS = 2
const COMPILES = 3
/** Screened alternately by the two catalogs, so that both meet the same load of the machine. */
const SLICE = 50
const WARM_UP = 3
const RUNS = 12

function compiled(brands: number): { screener: Screener; seconds: number; heap: number } {
  const catalog = catalogOf(brands, ALIASES, REAL)
  const before = heapInUse()
  const times: number[] = []
  let screener: Screener | undefined
  for (let turn = 0; turn < COMPILES; turn++) {
    screener = undefined
    const from = performance.now()
    screener = compile(catalog, { starterPack: false })
    times.push((performance.now() - from) / 1000)
  }
  if (screener === undefined) throw new RangeError('Nothing was compiled.')
  return { screener, seconds: median(times), heap: heapInUse() - before }
}

function microseconds(screener: Screener, listings: readonly Listing[]): number {
  const from = performance.now()
  for (const listing of listings) screener.screen(listing)
  return (performance.now() - from) * 1000
}

/** The cost of a thousand times as many names: for each listing, once, and in memory. */
export function* catalogSize(): Generator<string> {
  const listings = sampleListings()
  const small = compiled(REAL)
  const large = compiled(LARGE)
  const slices = Array.from({ length: Math.ceil(listings.length / SLICE) }, (_, i) => ({
    listings: listings.slice(i * SLICE, (i + 1) * SLICE),
    small: Infinity,
    large: Infinity,
  }))
  // The minimum over many runs of a slice is the undisturbed one.
  for (let run = -WARM_UP; run < RUNS; run++)
    for (const slice of slices) {
      const cost = microseconds(small.screener, slice.listings)
      const largeCost = microseconds(large.screener, slice.listings)
      if (run < 0) continue
      slice.small = Math.min(slice.small, cost)
      slice.large = Math.min(slice.large, largeCost)
    }
  const total = (of: 'small' | 'large') => slices.reduce((sum, slice) => sum + slice[of], 0)
  const times = total('large') / total('small')
  const row = ({ screener, heap }: ReturnType<typeof compiled>) => {
    const { brands, forms } = screener.stats
    const count = `${brands.toLocaleString('en')} brands, ${(brands * ALIASES).toLocaleString('en')} aliases, ${forms.toLocaleString('en')} forms`
    return `  ${count.padEnd(50)} ${heap.toFixed(0).padStart(4)} MiB`
  }
  yield `Size of the catalog, engine alone without the starter pack, least of ${RUNS} runs of each ${SLICE} offers:`
  yield `${row(small)}; ${(total('small') / listings.length).toFixed(1)} µs an offer; compiled in ${small.seconds.toFixed(2)} s`
  yield `${row(large)}; ${times.toFixed(2)} times that (target ${MAX_RATIO}); compiled in ${large.seconds.toFixed(2)} s (target ${MAX_COMPILE_SECONDS})`
}
