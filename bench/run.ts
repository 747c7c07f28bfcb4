import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Listing } from '@touchstone/contract'
import { compile, type Screener } from '@touchstone/recognition'
import { largeCatalog } from './large-catalog.ts'
import { matchers } from './peers.ts'
import { median, timed } from './process-runs.ts'
import { makeRows, sampleOffers } from './rows.ts'

const RUNS = 5
const ROWS = 1_000_000
const folder = join(process.env['DATA_DIR'] ?? 'data', 'bench')
const input = join(folder, `offers-${ROWS}.ndjson`)
const cli = 'packages/cli/src/main.ts'
const screenArgs = (threads: number): string[] => [
  '--max-semi-space-size=16',
  cli,
  'screen',
  '--catalog',
  'samples/catalog.json',
  '--in',
  input,
  '--out',
  join(folder, 'assessments.ndjson'),
  '--threads',
  String(threads),
]

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function wholeProgram(): Promise<void> {
  await makeRows(input, ROWS)
  const plain: number[] = []
  const one: number[] = []
  const two: number[] = []
  for (let run = -1; run < RUNS; run++) {
    const seconds = [
      await timed(['bench/reparse.ts', input, join(folder, 'reparsed.ndjson')]),
      await timed(screenArgs(1)),
      await timed(screenArgs(2)),
    ].map((each) => each.seconds)
    // The first round warms the file cache.
    if (run < 0) continue
    plain.push(seconds[0] ?? NaN)
    one.push(seconds[1] ?? NaN)
    two.push(seconds[2] ?? NaN)
  }
  const ratios = one.map((seconds, i) => seconds / (plain[i] ?? NaN))
  const speedups = one.map((seconds, i) => seconds / (two[i] ?? NaN))
  print(`Whole program, ${ROWS} rows, start-up included, median of ${RUNS}:`)
  print(`  read + parse + re-serialise      ${median(plain).toFixed(2)} s`)
  print(
    `  screen, 1 thread                 ${median(one).toFixed(2)} s, ${median(ratios).toFixed(2)} times that (target 6)`,
  )
  print(
    `  screen, 2 threads                ${median(two).toFixed(2)} s, ${median(speedups).toFixed(2)} times faster than 1 (target 1.5)`,
  )
  print(`  rows a second on 2 threads       ${Math.round(ROWS / median(two))}`)
}

function listings(): Listing[] {
  return readFileSync(sampleOffers, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing)
}

function microseconds(screener: Screener, offers: readonly Listing[]): number {
  const from = performance.now()
  for (const offer of offers) screener.screen(offer)
  return ((performance.now() - from) * 1000) / offers.length
}

function catalogSize(): void {
  const offers = listings()
  const small = compile({ brands: [] })
  const from = performance.now()
  const large = compile(largeCatalog(10_000, 10), { starterPack: true })
  const compileMs = performance.now() - from
  const ratios: number[] = []
  const costs: number[] = []
  for (let run = -3; run < RUNS; run++) {
    const a = microseconds(small, offers)
    const b = microseconds(large, offers)
    if (run < 0) continue
    ratios.push(b / a)
    costs.push(a)
  }
  print(`Catalog size, screen alone, median of ${RUNS}:`)
  print(
    `  ${small.stats.brands} brands, ${small.stats.forms} forms      ${median(costs).toFixed(1)} µs an offer`,
  )
  print(
    `  ${large.stats.brands} brands, ${large.stats.forms} forms   ${median(ratios).toFixed(2)} times that (target 1.5); compiled in ${Math.round(compileMs)} ms`,
  )
}

function peers(): void {
  const texts = listings().map((offer) => `${offer.title}\n${offer.description ?? ''}`)
  const units = texts.reduce((sum, text) => sum + text.length, 0)
  const all = matchers()
  const costs = new Map<string, number[]>(all.map(({ name }) => [name, []]))
  const hits = new Map<string, number>()
  for (let run = -10; run < RUNS; run++)
    for (const { name, count } of all) {
      const from = performance.now()
      let found = 0
      for (const text of texts) found += count(text)
      if (run >= 0) costs.get(name)?.push(((performance.now() - from) * 1e6) / units)
      hits.set(name, found)
    }
  const own = median(costs.get(all[0]?.name ?? '') ?? [])
  print(
    `Matching alone, the same forms over the sample texts (${units} UTF-16 units), median of ${RUNS}:`,
  )
  for (const { name } of all) {
    const cost = median(costs.get(name) ?? [])
    print(
      `  ${name.padEnd(42)} ${cost.toFixed(1)} ns a unit, ${(cost / own).toFixed(2)} times ours, ${hits.get(name)} hits`,
    )
  }
}

print(`${process.version}, ${availableParallelism()} cores`)
peers()
catalogSize()
await wholeProgram()
