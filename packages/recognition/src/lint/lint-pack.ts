import type { BrandPack, Lexicon, PackBrand, ProductTypes } from '#contract'
import { nameKey } from '../catalog/index.ts'
import { foldToString } from '../text/index.ts'

/** Something in shipped or drafted data that would mislead the engine. */
export interface Finding {
  /** Where: pack or lexicon, row, field. */
  at: string
  problem: string
  remedy: string
}

interface PackSources {
  packs: readonly BrandPack[]
  types: ProductTypes
  lexicons: readonly Lexicon[]
}

/**
 * Checks brand packs beyond their schema: ids and names that collide, forms that fold to nothing or are ordinary
 * words of the other vocabularies, types and bands that don't fit, houses that don't exist.
 */
export function lintPack({ packs, types, lexicons }: PackSources): Finding[] {
  const findings: Finding[] = []
  const typeIds = new Set(types.types.map((type) => type.id))
  const rows = packs.flatMap((pack) => pack.brands.map((brand) => ({ pack, brand })))
  const ids = new Map<string, string>()
  const owners = new Map<string, PackBrand>()
  for (const { pack, brand } of rows) {
    const at = `${pack.id}/${brand.id}`
    const other = ids.get(brand.id)
    if (other !== undefined)
      findings.push({
        at,
        problem: `has the id of ${other}`,
        remedy: 'Give one of them another id.',
      })
    ids.set(brand.id, at)
    for (const name of officialNames(brand)) {
      const key = nameKey(name)
      const owner = owners.get(key)
      if (owner !== undefined && owner !== brand)
        findings.push({
          at: `${at}/${name}`,
          problem: `is a name of ${owner.id} too`,
          remedy: 'Leave it only to the brand that it means, or add a second word.',
        })
      owners.set(key, brand)
    }
    findings.push(...lintBrand(at, brand, typeIds))
  }
  const words = ordinaryWords(types, lexicons)
  for (const { pack, brand } of rows) {
    const at = `${pack.id}/${brand.id}`
    if (brand.house !== undefined && !ids.has(brand.house))
      findings.push({
        at: `${at}/house`,
        problem: `names ${brand.house}, which is not a brand of the packs`,
        remedy: 'Add the house, or leave the field out.',
      })
    for (const alias of brand.aliases) {
      const meaning = words.get(foldToString(alias.text))
      if (meaning !== undefined && !isKnownWord(brand, alias))
        findings.push({
          at: `${at}/${alias.text}`,
          problem: `is also ${meaning}`,
          remedy: 'Add a second word to the alias, or remove it.',
        })
    }
  }
  return findings
}

/** True for a name that the pack calls an everyday word: the brand’s, or an alias in the language of the word. */
function isKnownWord({ commonWord }: PackBrand, alias: PackBrand['aliases'][number]): boolean {
  if (alias.kind !== 'official') return false
  return commonWord === true || (alias.commonWord === true && alias.language !== 'und')
}

function officialNames(brand: PackBrand): string[] {
  const official = brand.aliases.filter((alias) => alias.kind === 'official')
  return [brand.name, ...official.map((alias) => alias.text)]
}

function lintBrand(at: string, brand: PackBrand, typeIds: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = []
  const models = new Set(
    brand.aliases.filter(({ kind }) => kind === 'model').map(({ text }) => text),
  )
  const seen = new Set<string>()
  for (const text of [brand.name, ...brand.aliases.map((alias) => alias.text)]) {
    const folded = foldToString(text)
    if (folded.trim() === '')
      findings.push({
        at: `${at}/${text}`,
        problem: 'has no letter or sign that the engine reads',
        remedy: 'Leave it out.',
      })
    else if (seen.has(folded))
      findings.push({
        at: `${at}/${text}`,
        problem: 'folds to a name that the brand already has',
        remedy: 'Leave it out: case, accents, spaces and signs are folded.',
      })
    seen.add(folded)
  }
  for (const type of brand.productTypes)
    if (!typeIds.has(type))
      findings.push({
        at: `${at}/productTypes`,
        problem: `names ${type}, which the vocabulary lacks`,
        remedy: 'Use an id of vocabulary/product-types.json.',
      })
  for (const band of brand.priceBands) {
    const where = `${at}/priceBands/${band.productType}`
    if (!brand.productTypes.includes(band.productType))
      findings.push({
        at: where,
        problem: 'is not among the product types of the brand',
        remedy: 'Add it to productTypes.',
      })
    if (band.typical !== undefined && Number(band.typical) < Number(band.low))
      findings.push({
        at: where,
        problem: `has a typical price of ${band.typical} below its lowest of ${band.low}`,
        remedy: 'Swap or correct the two.',
      })
    if (band.model !== undefined && !models.has(band.model))
      findings.push({
        at: where,
        problem: `is of ${band.model}, which is not an alias of the kind model`,
        remedy: 'Give the alias that kind, or leave the model out.',
      })
    if (Number(band.low) <= 0)
      findings.push({ at: where, problem: 'has a lowest price of zero', remedy: 'Give a price.' })
  }
  return findings
}

function ordinaryWords(types: ProductTypes, lexicons: readonly Lexicon[]): Map<string, string> {
  const words = new Map<string, string>()
  for (const type of types.types)
    for (const word of Object.values(type.words).flat())
      words.set(foldToString(word), `a word for ${type.id}`)
  for (const lexicon of lexicons)
    for (const term of lexicon.terms)
      for (const form of term.forms) words.set(foldToString(form), `a form of the term ${term.id}`)
  return words
}
