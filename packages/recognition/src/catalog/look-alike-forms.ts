import { foldToString } from '../text/index.ts'
import type { BrandForm, KnownBrand } from './known-brands.ts'

/** Shorter names would be met by chance. */
const SHORTEST = 5
/** Five letters backwards are too often a word ("letni" is Polish for summery). */
const SHORTEST_REVERSED = 6

const pairs = [
  ['w', 'vv'],
  ['m', 'rn'],
] as const

/**
 * Spellings of a brand's names that look like them at a glance or are read
 * backwards: "svvarovski", "sarnsung", "iccug". They are plain letters, so the
 * text that holds them gives no other sign of a disguise.
 */
export function lookAlikeForms(brand: KnownBrand): BrandForm[] {
  if (brand.commonWord) return []
  const spellings = new Map<string, BrandForm>()
  for (const form of brand.forms) {
    if (form.kind !== 'name' && form.kind !== 'official') continue
    const name = foldToString(form.text)
    if (!/^[a-z]+( [a-z]+)?$/.test(name) || name.length < SHORTEST) continue
    const candidates = pairs.map(([letter, pair]) => name.replaceAll(letter, pair))
    if (!name.includes(' ') && name.length >= SHORTEST_REVERSED)
      candidates.push([...name].reverse().join(''))
    for (const text of candidates)
      if (text !== name) spellings.set(text, { text, kind: 'name', lookAlike: true })
  }
  for (const form of brand.forms) spellings.delete(foldToString(form.text))
  return [...spellings.values()]
}
