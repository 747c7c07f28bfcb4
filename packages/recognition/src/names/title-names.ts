import type { BrandForm } from '../catalog/index.ts'
import type { Meaning } from '../listing-text/index.ts'
import { endOf, fold, Hits, PhraseIndex } from '../text/index.ts'
import { nameSpans, type KnownName, type NameSpan } from './name-spans.ts'
import { WordLists, type WordSources } from './title-words.ts'

export interface TitleNameSources extends WordSources {
  /** The index of protected brands and other known names. */
  index: PhraseIndex<Meaning>
  /** Names that are everyday words as well: too weak for judging listings. */
  ambiguous: readonly string[]
}

/** Names of models with digits (PS4, GTX 1080) identify the model; nicknames are jokes. */
function isMakersName({ kind, text }: BrandForm): boolean {
  return kind !== 'nickname' && !(kind === 'model' && /\p{Nd}/u.test(text))
}

/** Finds makers' names in titles with everything that was compiled. */
export class TitleNames {
  private readonly index: PhraseIndex<Meaning>
  private readonly ambiguous = new PhraseIndex<'ambiguous'>()
  private readonly words: WordLists
  private readonly hits = new Hits()

  constructor(sources: TitleNameSources) {
    this.index = sources.index
    this.words = new WordLists({ ...sources, names: [...sources.names, ...sources.ambiguous] })
    for (const name of sources.ambiguous) this.ambiguous.add(name, 'ambiguous')
  }

  find(title: string): NameSpan[] {
    return nameSpans(title, this.known(title), this.words)
  }

  private known(title: string): KnownName[] {
    const { hits } = this
    const folded = fold(title)
    const known: KnownName[] = []
    const place = (i: number): { start: number; end: number } => ({
      start: folded.starts[hits.from[i] as number] as number,
      end: endOf(folded, (hits.to[i] as number) - 1),
    })
    hits.count = 0
    this.index.scan(folded, hits)
    for (let i = 0; i < hits.count; i++) {
      const meaning = this.index.payload(hits.forms[i] as number)
      if (meaning.is === 'other-name')
        known.push({ ...place(i), kind: 'other-name', ambiguous: false })
      else if (meaning.is === 'brand' && isMakersName(meaning.form)) {
        const { brand, form } = meaning
        const ambiguous = form.commonWord === true || (brand.commonWord && form.kind === 'name')
        known.push({ ...place(i), kind: 'brand', ambiguous, brand: brand.id })
      }
    }
    hits.count = 0
    this.ambiguous.scan(folded, hits)
    for (let i = 0; i < hits.count; i++)
      known.push({ ...place(i), kind: 'other-name', ambiguous: true })
    return known.sort((a, b) => a.start - b.start || b.end - a.end)
  }
}
