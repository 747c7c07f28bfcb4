import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { shareOf, type Share } from '@touchstone/evaluation'
import { nameKey, starterPack, type Screener } from '@touchstone/recognition'

const TitleRow = z.object({
  id: z.string(),
  text: z.string(),
  brands: z.array(z.object({ brand: z.string(), form: z.string() })),
})
type TitleRow = z.infer<typeof TitleRow>

export interface TitleError {
  id: string
  text: string
  kind: 'missed' | 'false'
  brand: string
  form: string
}

export interface TitleFigures {
  titles: number
  plain: Share
  otherForms: Share
  byForm: { form: string; found: Share }[]
  /** Of all brands that the engine refers a title to, those that the label has. */
  precision: Share
  /** Brands found in titles that are labelled as having none. */
  falseOnBrandFree: { titles: number; brands: number }
  /** How often mentions are right, by the confidence that they state. */
  byConfidence: { from: number; to: number; stated: number; right: Share }[]
  errors: TitleError[]
}

/** Bounds of the confidence groups; below a half a brand does not count as referred to. */
const CONFIDENCES = [0.5, 0.75, 0.9, 1]

/** Titles with brands labelled by a person; undefined if the file is missing. */
export function readTitleRows(path: string): TitleRow[] | undefined {
  if (!existsSync(path)) return undefined
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => TitleRow.parse(JSON.parse(line)))
}

/** Ids of the starter pack's brands by every name that a label may use. */
function idsByName(): Map<string, string> {
  const brands = starterPack.flatMap((pack) => pack.brands)
  const ids = new Map<string, string>()
  for (const brand of brands)
    for (const alias of brand.aliases)
      if (alias.kind === 'official') ids.set(nameKey(alias.text), brand.id)
  for (const brand of brands) ids.set(nameKey(brand.name), brand.id)
  return ids
}

/** Screens titles alone and compares the brands found with the labelled ones. */
export function measureTitles(screener: Screener, rows: readonly TitleRow[]): TitleFigures {
  const ids = idsByName()
  const asked = new Map<string, { found: number; of: number }>()
  const errors: TitleError[] = []
  const stated: { confidence: number; right: boolean }[] = []
  let right = 0
  let mentions = 0
  let brandFree = 0
  let onBrandFree = 0
  for (const { id, text, brands } of rows) {
    const referred = screener.screen({ id, title: text }).brands
    const found = new Set(referred.map((brand) => brand.id))
    const labelled = new Set<string>()
    for (const { brand, form } of brands) {
      const known = ids.get(nameKey(brand))
      const counts = asked.get(form) ?? { found: 0, of: 0 }
      counts.of++
      if (known !== undefined && found.has(known)) counts.found++
      else errors.push({ id, text, kind: 'missed', brand, form })
      asked.set(form, counts)
      if (known !== undefined) labelled.add(known)
    }
    if (brands.length === 0) {
      brandFree++
      onBrandFree += found.size
    }
    mentions += found.size
    for (const { id: brand, confidence } of referred)
      stated.push({ confidence, right: labelled.has(brand) })
    for (const brand of found)
      if (labelled.has(brand)) right++
      else errors.push({ id, text, kind: 'false', brand, form: '' })
  }
  const plain = asked.get('plain') ?? { found: 0, of: 0 }
  const others = [...asked].filter(([form]) => form !== 'plain').map(([, counts]) => counts)
  return {
    titles: rows.length,
    plain: shareOf(plain.found, plain.of),
    otherForms: shareOf(sum(others.map(({ found }) => found)), sum(others.map(({ of }) => of))),
    byForm: [...asked].map(([form, { found, of }]) => ({ form, found: shareOf(found, of) })),
    precision: shareOf(right, mentions),
    falseOnBrandFree: { titles: brandFree, brands: onBrandFree },
    byConfidence: byConfidence(stated),
    errors,
  }
}

function byConfidence(
  mentions: readonly { confidence: number; right: boolean }[],
): TitleFigures['byConfidence'] {
  return CONFIDENCES.slice(0, -1).map((from, index) => {
    const to = CONFIDENCES[index + 1] ?? 1
    const within = mentions.filter(
      ({ confidence }) => confidence >= from && (confidence < to || to === 1),
    )
    return {
      from,
      to,
      stated: sum(within.map(({ confidence }) => confidence)) / Math.max(1, within.length),
      right: shareOf(within.filter((mention) => mention.right).length, within.length),
    }
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
