import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compile, lexicons } from '@touchstone/recognition'
import type { Lexicon } from '@touchstone/contract'
import { labelledRows } from './labelled-rows.ts'

/**
 * Writes into the lexicons which part of the labelled listings with a term, where no guard quiets it, are counterfeits.
 * Terms of few listings stay unmeasured.
 */
const MIN_LISTINGS = 10
const folder = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const lexiconFolder = join(import.meta.dirname, '../packages/recognition/lexicon')

const counts = new Map<string, { fakes: number; all: number }>()
const screener = compile({ brands: [] })
for (const { listing, isFake } of labelledRows(folder))
  for (const { id } of screener.termsIn(listing)) {
    const count = counts.get(id) ?? { fakes: 0, all: 0 }
    counts.set(id, { fakes: count.fakes + (isFake ? 1 : 0), all: count.all + 1 })
  }

let measured = 0
for (const { language } of lexicons) {
  const path = join(lexiconFolder, `${language}.json`)
  const lexicon = JSON.parse(readFileSync(path, 'utf8')) as Lexicon
  for (const term of lexicon.terms) {
    const { fakes, all } = counts.get(term.id) ?? { fakes: 0, all: 0 }
    delete term.precision
    if (all < MIN_LISTINGS) continue
    term.precision = Math.round((fakes / all) * 100) / 100
    measured++
    process.stdout.write(`${term.id.padEnd(28)} ${term.strength} ${fakes} of ${all}\n`)
  }
  writeFileSync(path, `${JSON.stringify(lexicon, undefined, 2)}\n`)
}
process.stdout.write(`${measured} terms measured; format the lexicons with npm run format\n`)
