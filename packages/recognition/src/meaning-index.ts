import { brandNames } from '../vocabulary/index.ts'
import type { BrandForm, Brands, KnownBrand } from './catalog/index.ts'
import type { CompiledTables } from './compiled-tables/index.ts'
import { lookAlikeSpellings } from './disguise/index.ts'
import { lettersOf, type Meaning } from './listing-text/index.ts'
import { fold, foldToString, Hits, PhraseIndex } from './text/index.ts'
import type { CompiledTerm } from './vocabulary/index.ts'

/** Languages whose written tones distinguish words. */
const tonal = new Set(['vi'])
const OTHER_NAME: Meaning = { is: 'other-name' }

/** Every form that means something in a listing: brands, terms, guards, types, markers, names of others. */
export class MeaningIndex {
  readonly phrases: PhraseIndex<Meaning>

  /** @param tables of an engine that was compiled of the same data */
  constructor(tables?: CompiledTables) {
    this.phrases = new PhraseIndex(tables, 'meanings')
  }

  addWords(words: readonly string[], meaning: Meaning): void {
    for (const word of new Set(words)) this.phrases.add(word, meaning)
  }

  /** Adds the words for a type of goods or a marker, by language. */
  addVocabulary(
    words: Readonly<Record<string, readonly string[]>>,
    meaning: Extract<Meaning, { is: 'type' | 'marker' }>,
  ): void {
    const plain = new Set<string>()
    for (const [language, some] of Object.entries(words))
      for (const word of some)
        if (!tonal.has(language)) plain.add(word)
        else this.phrases.add(word, { ...meaning, written: lettersOf(word) })
    for (const word of plain) this.phrases.add(word, meaning)
  }

  addBrands(brands: Brands, misspellingExceptions: ReadonlySet<string>): void {
    for (let at = 0; at < brands.length; at++)
      this.phrases.addLater(() => {
        const brand = brands.at(at)
        if (brand !== undefined) this.addBrand(brand, misspellingExceptions)
      })
  }

  private addBrand(brand: KnownBrand, misspellingExceptions: ReadonlySet<string>): void {
    for (const form of [...brand.forms, ...lookAlikeSpellings(brand, misspellingExceptions)]) {
      const meaning = { is: 'brand', brand, form } as const
      const plural = takesPlural(brand, form) && !misspellingExceptions.has(`${form.key}s`)
      // Fused, a name of common words is one: Li-Ning is no lining.
      const options = { fused: !brand.commonWord, plural }
      this.phrases.add(form.text, meaning, options)
      if (form.key.includes('&'))
        for (const and of [' ', ' and '])
          this.phrases.add(form.key.replaceAll('&', and), meaning, options)
    }
  }

  /** Names that no protected brand has: they show that a listing is another maker's. */
  addOtherNames(brands: Brands): void {
    this.phrases.addAllAs(OTHER_NAME, (add) => {
      const own = new Set<string>()
      for (let at = 0; at < brands.length; at++)
        for (const { key } of brands.at(at)?.forms ?? []) own.add(key)
      for (const name of brandNames) if (!own.has(foldToString(name))) add(name, { fused: false })
    })
  }

  addTerm(term: CompiledTerm): void {
    const { forms, glosses = [] } = term.term
    const own = new Map(
      glosses.flatMap(({ meaning, forms: some }) => some.map((f) => [f, meaning])),
    )
    const plain = { is: 'term', term } as const
    for (const form of new Set(forms)) {
      const gloss = own.get(form)
      const meaning = gloss === undefined ? plain : { ...plain, gloss }
      this.phrases.add(
        form,
        tonal.has(term.language) ? { ...meaning, written: lettersOf(form) } : meaning,
      )
    }
  }

  /** Finds the product type in a user's plain words with the forms added so far. */
  typeFinder(): (words: string) => string | undefined {
    const hits = new Hits()
    return (words) => {
      hits.count = 0
      this.phrases.scan(fold(words), hits)
      let best: { id: string; length: number } | undefined
      for (let i = 0; i < hits.count; i++) {
        const meaning = this.phrases.payload(hits.forms[i] as number)
        const length = (hits.to[i] as number) - (hits.from[i] as number)
        if (meaning?.is === 'type' && (best === undefined || length > best.length))
          best = { id: meaning.type.id, length }
      }
      return best?.id
    }
  }
}

function takesPlural(brand: KnownBrand, form: BrandForm): boolean {
  return !brand.commonWord && form.commonWord !== true
}
