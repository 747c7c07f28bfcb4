import type { Brands } from '../catalog/index.ts'
import type { CompiledTables, Table } from '../compiled-tables/index.ts'
import {
  createFoldedText,
  endOf,
  fold,
  foldToString,
  Hits,
  PhraseIndex,
  type FoldedText,
} from '../text/index.ts'
import { skeleton } from './look-alike-table.ts'
import { MaskedNames, mayBeMasked } from './masked-names.ts'
import type { CompiledTerm } from '../vocabulary/index.ts'
import type { BrandSpelling, NamePlace } from './brand-spelling.ts'
import { undisguise, type Places } from './rewrite-disguise.ts'

/** A disguised term of counterfeit language in a text: "r3plica", 高.仿. */
export interface TermPlace {
  term: CompiledTerm
  start: number
  end: number
}

/** Letters of scripts without spaces. */
const unspacedWord =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー ]{2,}$/u

/** More disguised names in one text than this add no evidence. */
const MAX_DISGUISED = 64
const LONG_WORD = /^[a-z]{8,}$/
const I = 0x69
const L = 0x6c

/**
 * Undoes deliberate disguises of brand names: look-alike letters, digits and
 * signs for letters, letters set apart, letters masked. Rewrites keep the length
 * of the text, so every offset stays that of the original.
 */
export class DisguiseMatcher {
  /** Names in the alphabet of skeletons. */
  private readonly names: PhraseIndex<BrandSpelling | CompiledTerm>
  private readonly masked: MaskedNames
  private readonly folded = createFoldedText()
  private readonly hits = new Hits()

  /** @param tables of an engine that was compiled of the same data */
  constructor(brands: Brands, terms: readonly CompiledTerm[] = [], tables?: CompiledTables) {
    this.names = new PhraseIndex(tables, 'disguises')
    this.masked = new MaskedNames(brands, tables)
    for (const term of terms) this.names.addLater(() => this.addTerm(term))
    for (let at = 0; at < brands.length; at++) this.names.addLater(() => this.addBrand(brands, at))
  }

  private addBrand(brands: Brands, place: number): void {
    const brand = brands.at(place)
    brand?.forms.forEach((form, at) => {
      const folded = form.key
      if (unspacedWord.test(folded) || /^\p{Script=Cyrillic}{4,}$/u.test(folded))
        this.names.add(folded, { brand, form })
      const isLongWord = LONG_WORD.test(folded)
      if (form.kind === 'nickname' && !isLongWord) return
      if (!/^[a-z0-9&+ ]{4,}$/.test(folded)) return
      if (form.kind === 'model' && !/^[a-z ]{6,}$/.test(folded)) return
      this.names.add(skeleton(folded), { brand, form })
      // Who sets letters of a long name apart often leaves out its last one, too: "A.rgentin".
      if (isLongWord) this.names.add(skeleton(folded.slice(0, -1)), { brand, form })
      // A hyphen in a word that is rewritten joins its parts: "Paris SaintGermain".
      const joined = form.text.includes('-')
        ? foldToString(form.text.replace(/(?<=\p{L})-(?=\p{L})/gu, ''))
        : folded
      if (joined !== folded && joined.includes(' '))
        this.names.add(skeleton(joined), { brand, form })
      if (form.kind !== 'misspelling' && form.kind !== 'model') this.masked.add(place, at, folded)
    })
  }

  addTo(tables: Map<string, Table>): void {
    this.names.addTo(tables, 'disguises')
    this.masked.addTo(tables)
  }

  /** @throws {ForeignTables} if the tables were compiled of other data */
  requireComplete(): void {
    this.names.requireComplete()
  }

  private addTerm(term: CompiledTerm): void {
    const { strength, reviewsOnly, upperCase, forms } = term.term
    if (strength === 'W' || reviewsOnly || upperCase) return
    for (const form of forms) {
      const folded = foldToString(form.replace(/^\*|\*$/g, ''))
      if (
        unspacedWord.test(folded) ||
        /^[a-z][a-z ]{5,}$/.test(folded) ||
        /^\p{Script=Cyrillic}{5,}$/u.test(folded)
      )
        this.names.add(skeleton(folded) + (form.endsWith('*') ? '*' : ''), term)
    }
  }

  /**
   * Disguised names and terms in a text, in the original's UTF-16 offsets.
   * @param reread receives the text with its disguised words written plainly,
   * folded, and the places that changed; valid during the call
   */
  find(
    text: string,
    reread?: (folded: FoldedText, altered: Places) => void,
  ): (NamePlace | TermPlace)[] {
    const places: (NamePlace | TermPlace)[] = []
    const { text: rewritten, altered } = undisguise(text)
    if (!altered.none) {
      const folded = fold(rewritten, this.folded)
      reread?.(folded, altered)
      this.scan(text, rewritten, folded, altered, places)
    }
    if (mayBeMasked(text)) {
      for (const hit of this.masked.find(text)) if (!holds(places, hit)) places.push(hit)
    }
    return places
  }

  /** The name that a word hides in which letters are written as x: "guxxi"; folded. */
  behindX(word: string): BrandSpelling | undefined {
    return this.masked.behind(word.charAt(0) + word.slice(1).replaceAll('x', '*'))
  }

  private scan(
    original: string,
    rewritten: string,
    folded: FoldedText,
    altered: Places,
    places: (NamePlace | TermPlace)[],
  ): void {
    const { units } = folded
    for (let i = 0; i < folded.length; i++) if (units[i] === I) units[i] = L
    this.hits.count = 0
    this.names.scan(folded, this.hits)
    for (let i = 0; i < this.hits.count && places.length < MAX_DISGUISED; i++) {
      const start = folded.starts[this.hits.from[i] as number] as number
      const end = endInOriginal(original, folded, (this.hits.to[i] as number) - 1)
      // A place that the plain reading also finds is no disguise.
      if (!altered.touch(start, end)) continue
      if (original.slice(start, end).toLowerCase() === rewritten.slice(start, end).toLowerCase())
        continue
      const name = this.names.payload(this.hits.forms[i] as number)
      if (name === undefined || holds(places, { start, end })) continue
      places.push('term' in name ? { term: name, start, end } : { ...name, start, end })
    }
  }
}

/**
 * The offset in the original just behind a folded unit of its rewriting, where a letter and a joiner represent one
 * code point of two units.
 */
export function endInOriginal(original: string, folded: FoldedText, index: number): number {
  const end = endOf(folded, index)
  return (original.codePointAt(end - 1) ?? 0) > 0xffff ? end + 1 : end
}

function holds(
  places: readonly { start: number; end: number }[],
  place: { start: number; end: number },
): boolean {
  return places.some((hit) => hit.start <= place.start && hit.end >= place.end)
}
