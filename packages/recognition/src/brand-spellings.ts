import type { AliasKind, Brand, BrandPack } from '#contract'
import { starterPack } from '../packs/starter/index.ts'
import { misspellingExceptions } from '../vocabulary/index.ts'
import { chooseStarters, formsOf } from './catalog/index.ts'
import { disguisesOf, lookAlikeSpellings } from './disguise/index.ts'
import { foldToString } from './text/index.ts'

/** A spelling by which listings refer to a brand. */
export interface KnownSpelling {
  text: string
  kind: 'name' | AliasKind | 'disguise'
  language?: string | undefined
  /** True if it is also an everyday word. */
  commonWord: boolean
}

/**
 * The spellings of a brand that the engine knows: those of the catalog and of the starter pack, then disguises that it
 * undoes. Two that fold alike are one.
 * @param own the brand in a catalog; without it, the starter brand of this id
 */
export function brandSpellings(
  id: string,
  own: Brand | undefined,
  packs: readonly BrandPack[] = starterPack,
): KnownSpelling[] {
  const pack = packs.flatMap(({ brands }) => brands)
  const starter =
    own === undefined ? pack.find((brand) => brand.id === id) : chooseStarters([own], pack).get(own)
  const rows = [own, starter].filter((row) => row !== undefined)
  const forms = formsOf(rows)
  const commonWord = own?.commonWord ?? starter?.commonWord ?? false
  const known = { commonWord, forms }
  const spellings: KnownSpelling[] = forms.map(({ text, kind, language, commonWord: word }) => ({
    text,
    kind,
    language,
    commonWord: word ?? (kind === 'name' && commonWord),
  }))
  const keys = new Set(forms.map(({ key }) => key))
  const lookAlikes = lookAlikeSpellings(known, new Set(misspellingExceptions))
  for (const text of [...disguisesOf(known), ...lookAlikes.map((form) => form.text)]) {
    const key = foldToString(text)
    if (keys.has(key)) continue
    keys.add(key)
    spellings.push({ text, kind: 'disguise', commonWord: false })
  }
  return spellings
}
