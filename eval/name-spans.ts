import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Brand, Catalog } from '@touchstone/contract'
import { nameKey, type Screener } from '@touchstone/recognition'

const SpanRow = z.object({
  text: z.string(),
  brands: z.array(z.object({ start: z.int(), end: z.int(), surface: z.string() })),
})
export type SpanRow = z.infer<typeof SpanRow>

export interface SpanFigures {
  /** Spans found, of them right to the character, and labelled. */
  found: number
  right: number
  labelled: number
  precision: number
  recall: number
  f1: number
}

export interface NameError {
  kind: 'missed' | 'false'
  name: string
  text: string
}

export interface NameFigures {
  titles: number
  all: SpanFigures
  byScript: Record<string, SpanFigures>
  /** Where in the title the span begins. */
  byPlace: Record<string, SpanFigures>
  /** By the part of the engine that found it; recall is of all labels and thus low. */
  byKind: Record<string, SpanFigures>
  errors: NameError[]
}

/** Titles with labelled brand spans; undefined if the file is missing. */
export function readSpanRows(path: string): SpanRow[] | undefined {
  if (!existsSync(path)) return undefined
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => SpanRow.parse(JSON.parse(line)))
}

/**
 * The alias file as a catalog; undefined if the file is missing.
 * @param mined whether to include rows mined from labelled titles: if those titles are measured, the file reveals
 * part of the answers
 */
export function readAliasCatalog(path: string, mined: boolean): Catalog | undefined {
  if (!existsSync(path)) return undefined
  const brands = new Map<string, Brand>()
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    const [name, alias] = line.split(',')
    if (name === undefined || alias === undefined || nameKey(name) === '') continue
    if (!mined && line.includes(',mined:')) continue
    const key = nameKey(name)
    const brand = brands.get(key) ?? { id: `alias-${brands.size}`, name, aliases: [] }
    brand.aliases = [...(brand.aliases ?? []), { text: alias, kind: 'official' }]
    brands.set(key, brand)
  }
  return { brands: [...brands.values()] }
}

const han = /\p{Script=Han}/u
const letterOrDigit = /[\p{L}\p{N}]/u

function scriptOf(name: string): string {
  if (!han.test(name)) return 'latin'
  return /\p{Script=Latin}/u.test(name) ? 'mixed' : 'han'
}

function placeOf(text: string, start: number): string {
  if (!letterOrDigit.test(text.slice(0, start))) return 'in front'
  return letterOrDigit.test(text.charAt(start - 1)) ? 'inside a run' : 'behind a separator'
}

interface Counts {
  found: number
  right: number
  labelled: number
}

class Tally {
  private readonly counts = new Map<string, Counts>()

  add(key: string, what: keyof Counts): void {
    const counts = this.counts.get(key) ?? { found: 0, right: 0, labelled: 0 }
    counts[what]++
    this.counts.set(key, counts)
  }

  figures(labelled?: number): Record<string, SpanFigures> {
    return Object.fromEntries(
      [...this.counts].map(([key, counts]) => [
        key,
        figuresOf(labelled === undefined ? counts : { ...counts, labelled }),
      ]),
    )
  }
}

function figuresOf(counts: Counts): SpanFigures {
  const { found, right, labelled } = counts
  const precision = found === 0 ? 0 : right / found
  const recall = labelled === 0 ? 0 : right / labelled
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { found, right, labelled, precision, recall, f1 }
}

/** Compares the names that the engine finds in titles with the labelled ones, exact to the character. */
export function measureNames(screener: Screener, rows: readonly SpanRow[]): NameFigures {
  const all: Counts = { found: 0, right: 0, labelled: 0 }
  const scripts = new Tally()
  const places = new Tally()
  const kinds = new Tally()
  const errors: NameError[] = []
  for (const { text, brands } of rows) {
    const found = screener.names(text)
    const open = new Map(brands.map((brand) => [`${brand.start}-${brand.end}`, brand]))
    const count = (start: number, end: number, what: keyof Counts): void => {
      all[what]++
      scripts.add(scriptOf(text.slice(start, end)), what)
      places.add(placeOf(text, start), what)
    }
    for (const { start, end } of open.values()) count(start, end, 'labelled')
    for (const { start, end, kind } of found) {
      count(start, end, 'found')
      kinds.add(kind, 'found')
      if (open.delete(`${start}-${end}`)) {
        count(start, end, 'right')
        kinds.add(kind, 'right')
      } else errors.push({ kind: 'false', name: text.slice(start, end), text })
    }
    for (const { surface } of open.values()) errors.push({ kind: 'missed', name: surface, text })
  }
  return {
    titles: rows.length,
    all: figuresOf(all),
    byScript: scripts.figures(),
    byPlace: places.figures(),
    byKind: kinds.figures(all.labelled),
    errors,
  }
}
