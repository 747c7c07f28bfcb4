import type { Steps } from '../../platform/time-slicing/index.ts'
import { chanceOf, timesAsOften, type WordCounts } from './exact-test.ts'
import { wordsOfTitle } from './title-words.ts'
import type { RecentListing } from './types.ts'

export type FindWord = {
  key: string
  text: string
  finds: number
  others: number
  /** Finds with it that name the brand, too. */
  besideName: number
}

/** Far more often: by chance in at most one of a hundred lists of proposals, and at least so many times. */
const maxChance = 0.01
const minTimes = 3
/** A word of fewer sellers may be a name, or the style of one shop. */
const minSellers = 3
const maxWords = 20

type Count = Omit<FindWord, 'key'> & { sellers: Set<string> }

type FindWordsOptions = {
  /** Words that are not to be found. */
  isKnown(key: string): boolean
  namesBrand(title: string): boolean
}

/** Words that stand in titles of finds far more often than in those of other listings, the surest first. */
export function* findWords(
  listings: readonly RecentListing[],
  { isKnown, namesBrand }: FindWordsOptions,
): Steps<FindWord[]> {
  const counts = new Map<string, Count>()
  let ofFinds = 0
  for (const { title, isFind, seller, id } of listings) {
    yield
    if (isFind) ofFinds++
    const isBesideName = isFind && namesBrand(title)
    for (const { key, text } of wordsOfTitle(title)) {
      const count = counts.get(key) ?? newCount(text)
      counts.set(key, count)
      if (isFind) count.finds++
      else count.others++
      if (isBesideName) count.besideName++
      if (isFind && count.sellers.size < minSellers) count.sellers.add(seller ?? id)
    }
  }
  const ofOthers = listings.length - ofFinds
  const of = ({ finds, others }: Count): WordCounts => ({ finds, others, ofFinds, ofOthers })
  // Whether a word is tried does not depend on where it stands, or the chances would be wrong.
  const tried = [...counts].filter(([, { finds, others }]) => finds + others >= minSellers)
  const surest = tried
    .filter(([key, { sellers }]) => sellers.size >= minSellers && !isKnown(key))
    .map(([key, count]) => ({ key, count, chance: chanceOf(of(count)) }))
    .filter(({ chance, count }) => {
      // Bonferroni: of so many words some would differ by chance.
      return chance * tried.length <= maxChance && timesAsOften(of(count)) >= minTimes
    })
    .sort((a, b) => a.chance - b.chance || a.key.length - b.key.length || (a.key < b.key ? -1 : 1))
  const chosen: FindWord[] = []
  for (const { key, count } of surest) {
    if (chosen.length === maxWords) break
    // Of "mirror", "quality" and "mirror quality" only the surest says something new.
    if (chosen.some((other) => other.key.includes(key) || key.includes(other.key))) continue
    const { sellers: _sellers, ...word } = count
    chosen.push({ key, ...word })
  }
  return chosen
}

function newCount(text: string): Count {
  return { text, finds: 0, others: 0, besideName: 0, sellers: new Set() }
}
