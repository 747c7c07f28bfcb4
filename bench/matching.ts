import { join, resolve } from 'node:path'
import { compile, type Screener } from '@touchstone/recognition'
import { measureTitles, readTitleRows } from '../eval/brand-titles.ts'
import { peers, type Peer } from './peers.ts'
import { median } from './process-runs.ts'
import { sampleListings } from './sample-rows.ts'

const RUNS = 5
const WARM_UP_MS = 500
/** A peer that took this long skips the other rounds. */
const ENOUGH_MS = 8000

/** A peer in place of the engine, so that its brands are scored in the same way. */
function asScreener(screener: Screener, brands: (title: string) => Iterable<string>): Screener {
  return {
    ...screener,
    screen: ({ id, title }) => ({
      listing: id,
      verdict: 'clear',
      probability: 0,
      brands: [...brands(title)].map((brand) => ({ id: brand, confidence: 1 })),
      signals: [],
      engine: 'peer',
    }),
  }
}

interface Text {
  title: string
  description: string
}

function milliseconds(peer: Peer, texts: readonly Text[]): { ms: number; found: number } {
  const from = performance.now()
  let total = 0
  for (const { title, description } of texts) total += peer.count(title, description)
  return { ms: performance.now() - from, found: total }
}

function* speeds(all: readonly Peer[]): Generator<string> {
  const texts = sampleListings().map(({ title, description = '' }) => ({ title, description }))
  const units = texts.reduce(
    (sum, { title, description }) => sum + title.length + 1 + description.length,
    0,
  )
  const runs = all.map((peer) => ({ peer, costs: [] as number[], spent: 0, found: 0 }))
  for (const run of runs)
    while (run.spent < WARM_UP_MS) run.spent += milliseconds(run.peer, texts).ms
  for (let round = 0; round < RUNS; round++)
    for (const run of runs) {
      if (run.spent > ENOUGH_MS && run.costs.length > 0) continue
      const { ms, found } = milliseconds(run.peer, texts)
      run.costs.push((ms * 1e6) / units)
      run.spent += ms
      run.found = found
    }
  const own = median(runs[0]?.costs ?? [])
  yield `Matching, the same forms over the sample texts (${units.toLocaleString('en')} UTF-16 units), median of ${RUNS}:`
  for (const { peer, costs, found } of runs) {
    const cost = median(costs)
    const ready = Number.isNaN(peer.ready) ? '' : `, ready in ${peer.ready.toFixed(0)} ms`
    yield `  ${peer.name.padEnd(40)} ${cost.toFixed(0).padStart(6)} ns a unit, ${(cost / own).toFixed(1).padStart(5)} times the first, ${found.toLocaleString('en')} ${peer.finds}${ready}`
  }
}

function* recalls(
  screener: Screener,
  all: readonly Peer[],
  brandIds: readonly string[],
): Generator<string> {
  const path = join(
    resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'),
    'brand/replica_titles_labelled.jsonl',
  )
  const rows = readTitleRows(path)
  if (rows === undefined) {
    yield `Brands on labelled titles: skipped, there is no ${path} (set TOUCHSTONE_DATA).`
    return
  }
  const score = (brands: (title: string) => Iterable<string>) => {
    const { plain, otherForms, precision } = measureTitles(asScreener(screener, brands), rows)
    return { found: plain.count + otherForms.count, of: plain.of + otherForms.of, precision }
  }
  const { found: known, of } = score(() => brandIds)
  yield `Brands on ${rows.length} labelled titles: ${of} labels, ${known} of a brand that the list has:`
  for (const { name, brands } of all) {
    if (brands === undefined) continue
    const { found, precision } = score(brands)
    yield `  ${name.padEnd(40)} recall ${found} of ${of} (${percent(found, of)}; of the list's ${percent(found, known)}), precision ${precision.count} of ${precision.of} (${percent(precision.count, precision.of)})`
  }
}

function percent(count: number, of: number): string {
  return `${((count / of) * 100).toFixed(0)} %`
}

/** Touchstone compared with published matchers: their cost and their hits. */
export function* matching(): Generator<string> {
  const screener = compile({ brands: [] })
  const { all, brandIds } = peers(screener)
  yield* speeds(all)
  yield* recalls(screener, all, brandIds)
}
