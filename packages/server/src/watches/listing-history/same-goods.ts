import { foldToString } from '@touchstone/recognition'

export type Goods = {
  id: string
  /** Where it is offered. */
  site: string
  title: string
  /** Digests of its pictures. */
  pictures: readonly string[]
}

export type SameGoodsReason =
  /** Pictures that both show, the same or edited, and how alike the closest are: 1 for the same. */
  | { kind: 'pictures'; count: number; likeness: number }
  /** The words that both titles have, the rarest first, and their share of all words of both, by how rare each is. */
  | { kind: 'title'; share: number; words: string[] }

export type SameGoods = { id: string; reasons: SameGoodsReason[] }

/** A picture in more listings than this is a placeholder or a maker's own. */
export const maxListingsOfPicture = 20
export const leastTitleShare = 0.6
export const leastTitleWords = 3
/** Sums in another order differ by less. */
export const rounding = 1e-9
const maxWordsShown = 6

/** Which picture of the goods another one shows, and how likely. */
export type Likeness = { picture: string; likeness: number }

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** The words of a title, folded, each once. */
function titleWords(title: string): Set<string> {
  const words = [...segmenter.segment(title)].filter(({ isWordLike }) => isWordLike)
  return new Set(words.map(({ segment }) => foldToString(segment.toLowerCase())))
}

/** How much a word says: the fewer of so many listings have it, the more. */
function weightOf(listings: number, having: number): number {
  return Math.log(1 + listings / having)
}

/**
 * Listings of other sites that seem to offer the same goods, by pictures and words of the title; the best first. `alike`
 * are the pictures, by their digests, that show one of the goods’ own; itself it always shows.
 */
export function findSameGoods(
  goods: Goods,
  others: readonly Goods[],
  alike: ReadonlyMap<string, Likeness> = new Map(),
): SameGoods[] {
  const likenessesOf = ({ pictures }: Goods): Map<string, number> => {
    const likenesses = new Map<string, number>()
    for (const digest of pictures) {
      const own = { picture: digest, likeness: 1 }
      const { picture, likeness } = goods.pictures.includes(digest)
        ? own
        : (alike.get(digest) ?? own)
      likenesses.set(picture, Math.max(likeness, likenesses.get(picture) ?? 0))
    }
    return likenesses
  }
  const words = titleWords(goods.title)
  const titles = others.map(({ title }) => titleWords(title))
  const having = countEach([words, ...titles])
  const weight = (word: string): number => weightOf(others.length + 1, having.get(word) ?? 1)
  const sum = (all: Iterable<string>): number => sumOf([...all].map(weight))
  const shown = others.map(likenessesOf)
  const showing = countEach(
    [goods.pictures, ...shown.map((each) => [...each.keys()])].map((each) => new Set(each)),
  )
  const pictures = new Set(
    goods.pictures.filter((digest) => (showing.get(digest) ?? 0) <= maxListingsOfPicture),
  )
  const whole = sum(words)
  const found = others.flatMap((other, at) => {
    if (other.site === goods.site) return []
    const likenesses = [...(shown[at] ?? [])].flatMap(([picture, likeness]) =>
      pictures.has(picture) ? [likeness] : [],
    )
    const title = titles[at] ?? new Set()
    const shared = [...words].filter((word) => title.has(word))
    const common = sum(shared)
    const share = common === 0 ? 0 : common / (whole + sum(title) - common)
    const isSameTitle = shared.length >= leastTitleWords && share >= leastTitleShare - rounding
    if (likenesses.length === 0 && !isSameTitle) return []
    const reasons: SameGoodsReason[] = []
    if (likenesses.length > 0) {
      const likeness = Number(Math.max(...likenesses).toFixed(3))
      reasons.push({ kind: 'pictures', count: likenesses.length, likeness })
    }
    if (isSameTitle) {
      const rarest = shared.sort((a, b) => weight(b) - weight(a)).slice(0, maxWordsShown)
      reasons.push({ kind: 'title', share: Number(share.toFixed(3)), words: rarest })
    }
    return [{ id: other.id, reasons, rank: 10 * sumOf(likenesses) + share }]
  })
  return found
    .sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1))
    .map(({ id, reasons }) => ({ id, reasons }))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function countEach(sets: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const set of sets) for (const one of set) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}
