import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compile, lexicons, type Screener } from '@touchstone/recognition'
import type { Listing } from '@touchstone/contract'
import { labelledRows, type LabelledRow } from './labelled-rows.ts'

/** Counts for each guard the labelled listings that it alone decides, and writes them beside the lexicons. */
const folder = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const out = join(import.meta.dirname, '../packages/recognition/lexicon/guard-counts.json')

function isHeld(screener: Screener, listing: Listing): boolean {
  const { verdict } = screener.screen(listing)
  return verdict === 'review' || verdict === 'block'
}

const screener = compile({ brands: [] })
const rowsOf = new Map<string, LabelledRow[]>()
for (const row of labelledRows(folder)) {
  if (isHeld(screener, row.listing)) continue
  const places = screener.termPlaces(row.listing)
  for (const id of new Set(places.flatMap(({ quietedBy }) => quietedBy ?? [])))
    rowsOf.set(id, [...(rowsOf.get(id) ?? []), row])
}

const counts: Record<string, { saves: number; quiets: number }> = {}
for (const { language, guards } of lexicons)
  for (const guard of guards) {
    const rows = rowsOf.get(guard.id)
    if (rows === undefined) continue
    const { quantity: _, ...rest } = guard
    const silenced = { language, guard: { ...rest, words: [] } }
    const without = compile(
      { brands: [] },
      { amendments: { terms: [], guards: [silenced], off: [] } },
    )
    const held = rows.filter(({ listing }) => isHeld(without, listing))
    const quiets = held.filter(({ isFake }) => isFake).length
    if (held.length > 0) counts[guard.id] = { saves: held.length - quiets, quiets }
  }

const source =
  'rows of eval/oracle and of the measuring data (docs/benchmarks.md) whose verdict is review or block only without the guard'
const asOf = new Date().toISOString().slice(0, 10)
writeFileSync(out, `${JSON.stringify({ asOf, source, counts }, undefined, 2)}\n`)
process.stdout.write(`${Object.keys(counts).length} guards decided a listing: ${out}\n`)
