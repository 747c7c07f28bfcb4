import { foldToString } from '../text/index.ts'

/** Words of Chinese listing titles by their function. */
export interface TitleWords {
  /** Selling points, shops, terms of trade: a maker's name often follows. */
  selling: readonly string[]
  /** Countries and cities: an origin, which a maker's name often follows. */
  places: readonly string[]
  people: readonly string[]
  time: readonly string[]
  colours: readonly string[]
  looks: readonly string[]
  materials: readonly string[]
  goods: readonly string[]
  doing: readonly string[]
  /** Words of books and papers, whose titles contain people's names. */
  print: readonly string[]
  /** Latin words, units and abbreviations that name no maker. */
  latin: readonly string[]
}

export type WordGroup = Exclude<keyof TitleWords, 'latin' | 'print'>

const groups: readonly WordGroup[] = [
  'selling',
  'places',
  'people',
  'time',
  'colours',
  'looks',
  'materials',
  'goods',
  'doing',
]

const plain = new Map<string, string>()

/** A Han character in its Simplified form. */
export function plainHan(char: string): string {
  let simple = plain.get(char)
  if (simple === undefined) {
    simple = foldToString(char)
    plain.set(char, simple)
  }
  return simple
}

const han = /^\p{Script=Han}+$/u

const UNSEEN = 0.15
/** Han characters in everyday use. */
const COMMON_HAN = 4000
/** The weight of a character's position elsewhere in a name. */
const ELSEWHERE = 0.3
/** Maximum log-odds of one character for or against a name. */
const MAX_ODDS = 2.5

/** How often characters were seen. */
class Shares {
  private readonly counts = new Map<string, number>()
  private total = 0

  add(char: string, weight = 1): void {
    this.counts.set(char, (this.counts.get(char) ?? 0) + weight)
    this.total += weight
  }

  /** Natural logarithm of a character's share, the unseen counted as if seen a little. */
  logShare(char: string): number {
    return Math.log(((this.counts.get(char) ?? 0) + UNSEEN) / (this.total + UNSEEN * COMMON_HAN))
  }
}

export interface WordSources {
  words: TitleWords
  /** Words for kinds of goods, from the product types. */
  goods: readonly string[]
  /** Known names, from which the look of names is learnt. */
  names: readonly string[]
}

/**
 * The words of a title: listed words with their group, and how much a run of Han characters looks like a name. The
 * look is a table of characters, counted in the known names and in the listed words: 丽, 斯, 诗, 蒂 are frequent in
 * names, 款, 包, 新 in words.
 */
export class WordLists {
  private readonly groupOf = new Map<string, WordGroup>()
  private readonly latin: ReadonlySet<string>
  private readonly print: RegExp
  private readonly segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  private readonly inWords = new Shares()
  /** First, inner and last characters of names. */
  private readonly inNames = [new Shares(), new Shares(), new Shares()] as const
  /** Characters of the longest listed word. */
  readonly longest: number

  constructor({ words, goods, names }: WordSources) {
    let longest = 1
    const learn = (written: string, group: WordGroup): void => {
      const word = foldToString(written)
      if (!han.test(word) || this.groupOf.has(word)) return
      this.groupOf.set(word, group)
      const chars = Array.from(word)
      longest = Math.max(longest, chars.length)
      for (const char of chars) this.inWords.add(char)
    }
    for (const group of groups) for (const word of words[group]) learn(word, group)
    for (const word of goods) learn(word, 'goods')
    this.longest = longest
    this.latin = new Set(words.latin)
    this.print = new RegExp(words.print.join('|'), 'u')
    for (const name of names) {
      const chars = Array.from(name)
      if (!han.test(name) || chars.length < 2 || chars.length > 5) continue
      chars.forEach((char, i) => {
        const place = i === 0 ? 0 : i === chars.length - 1 ? 2 : 1
        this.inNames[place].add(char)
        for (const any of this.inNames) any.add(char, ELSEWHERE)
      })
    }
  }

  /** Cuts a run of Han characters into the words of the platform's dictionary, names in pieces. */
  segment(run: string): Iterable<{ segment: string }> {
    return this.segmenter.segment(run)
  }

  group(word: string): WordGroup | undefined {
    return this.groupOf.get(word)
  }

  /** Whether a title is that of a book or paper. */
  isPrint(title: string): boolean {
    return this.print.test(title)
  }

  /** Whether a Latin word, in any case, names no maker. */
  isLatinWord(word: string): boolean {
    return this.latin.has(foldToString(word))
  }

  /** How much likelier the characters are in a name than in words; natural logarithm, about −10 to 10. */
  nameLikelihood(chars: readonly string[], from: number, to: number): number {
    let sum = 0
    for (let i = from; i < to; i++) {
      const char = chars[i] as string
      const place = i === from ? 0 : i === to - 1 ? 2 : 1
      const odds = this.inNames[place].logShare(char) - this.inWords.logShare(char)
      sum += Math.max(-MAX_ODDS, Math.min(MAX_ODDS, odds))
    }
    return sum
  }
}
