import type { Lexicon, Listing, MarkerMeaning, TermKind } from '#contract'
import { lexicons } from '../../lexicon/index.ts'
import { markers, productTypes } from '../../vocabulary/index.ts'
import { DisguiseMatcher, NearNames } from '../disguise/index.ts'
import { inOneShape } from '../listing-shape.ts'
import { read, Wordmarks, type Place, type Vocabularies } from '../listing-text/index.ts'
import { MeaningIndex } from '../meaning-index.ts'
import { guardTerms } from '../signals/index.ts'
import { compileTerms } from '../vocabulary/index.ts'
import type { Passage } from './cover-text.ts'

/** What the engine knows of a word or phrase. */
export type WordMeaning =
  /** A kind of goods, with its words in each language. */
  | { is: 'goods'; id: string; words: Record<string, string[]> }
  /** Words on condition, extras, price, or the role of a brand. */
  | { is: 'marker'; marker: MarkerMeaning }
  /** Counterfeit language: `language` is that of the word, and the meaning is in English. */
  | { is: 'term'; id: string; language: string; kind: TermKind; meaning: string }

/** A word or phrase of a field with what the engine knows of it; such passages may overlap. */
export type GlossedPassage = Passage & { field: string; meaning: WordMeaning }

/** Markers whose words share a consequence, not a meaning. */
const unlike: ReadonlySet<MarkerMeaning> = new Set(['not-goods', 'checked-by-expert'])

/**
 * Reads the words of listings with the shipped vocabularies alone: goods, condition and role, counterfeit language in
 * all lexicons, disguised too. Brands are not among them: assessments name their places.
 */
export class GlossReader {
  private readonly vocabularies: Vocabularies

  private constructor(vocabularies: Vocabularies) {
    this.vocabularies = vocabularies
  }

  /** Compiles a reader a few words at a time; takes about a tenth of what an engine takes. */
  static *compile(
    lexiconFiles: readonly Lexicon[] = lexicons,
  ): Generator<void, GlossReader, undefined> {
    const index = new MeaningIndex()
    for (const type of productTypes.types) {
      index.addWords(Object.values(type.words).flat(), { is: 'type', type })
      yield
    }
    for (const marker of markers.markers) {
      index.addWords(Object.values(marker.words).flat(), { is: 'marker', marker })
      yield
    }
    const { terms, guards } = compileTerms(lexiconFiles)
    for (const term of terms) {
      index.addTerm(term)
      yield
    }
    for (const guard of guards) index.addWords(guard.words, { is: 'guard', guard })
    yield
    index.phrases.build()
    yield
    const noWords = new Set<string>()
    const nearNames = new NearNames([], noWords)
    const disguises = new DisguiseMatcher([], terms)
    yield
    const reader = new GlossReader({
      index: index.phrases,
      disguises,
      nearNames,
      wordmarks: new Wordmarks([], nearNames, noWords),
      misspellingExceptions: noWords,
    })
    // The index of disguised words is built when the first one is met.
    reader.read({ id: 'first', title: 'A plain c0tton shirt' }, { namesBrand: false })
    return reader
  }

  /**
   * What the engine knows of the words of a listing, by field. A word of counterfeit language that its context
   * explains otherwise is left out, and so is one that means a copy beside a brand only, unless `namesBrand`. Linear
   * in the listing's text.
   */
  read(listing: Listing, { namesBrand }: { namesBrand: boolean }): GlossedPassage[] {
    const { images: _, reviews: __, ...texts } = listing
    const reading = read(inOneShape(texts), this.vocabularies)
    const passages: GlossedPassage[] = []
    const add = ({ field, start, end }: Place, meaning: WordMeaning): void => {
      passages.push({ field: field.name, start, end: endOfWord(field.text, end), meaning })
    }
    for (const { hit, quietedBy } of guardTerms(reading, [])) {
      const { term, language } = hit.term
      if (quietedBy !== undefined || (term.needsBrand && !namesBrand)) continue
      const { id, kind } = term
      add(hit, { is: 'term', id, language, kind, meaning: hit.gloss ?? term.meaning })
    }
    for (const hit of reading.types)
      add(hit, { is: 'goods', id: hit.type.id, words: hit.type.words })
    for (const hit of reading.markers)
      if (!unlike.has(hit.marker.meaning)) add(hit, { is: 'marker', marker: hit.marker.meaning })
    return passages
  }
}

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const ending = /^[\p{L}\p{M}]{1,12}/u

/** A form may be the stem of a word (реплик*): its ending belongs to it, in scripts that set words apart. */
function endOfWord(text: string, end: number): number {
  const rest = text.slice(end, end + 12)
  if (unspaced.test(rest) || unspaced.test(text.slice(end - 1, end))) return end
  return end + (ending.exec(rest)?.[0].length ?? 0)
}
