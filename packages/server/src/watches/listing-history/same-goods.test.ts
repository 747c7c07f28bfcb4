import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  findSameGoods,
  leastTitleShare,
  leastTitleWords,
  maxListingsOfPicture,
  rounding,
  type Goods,
} from './same-goods.ts'

const goods = (id: string, site: string, title: string, pictures: string[] = []): Goods => ({
  id,
  site,
  title,
  pictures,
})
const mine = goods('mine', 'a.example', 'Velmoraq Galaxia tote green 1:1', ['p1', 'p2'])

test('a shared picture is a reason, whatever the words', () => {
  const other = goods('o', 'b.example', '薇墨拉 手袋', ['p2', 'p9'])
  expect(findSameGoods(mine, [other])).toEqual([
    { id: 'o', reasons: [{ kind: 'pictures', count: 1, likeness: 1 }] },
  ])
})

test('so is a picture that shows one of its own, which counts once however often it is shown', () => {
  const alike = new Map([
    ['e1', { picture: 'p1', likeness: 0.9 }],
    ['e2', { picture: 'p1', likeness: 0.7 }],
    ['e3', { picture: 'p2', likeness: 0.6 }],
  ])
  const [one, both] = [
    goods('one', 'b.example', '', ['e1', 'e2']),
    goods('both', 'b.example', '', ['e2', 'e3']),
  ]
  expect(findSameGoods(mine, [one, both], alike)).toEqual([
    { id: 'both', reasons: [{ kind: 'pictures', count: 2, likeness: 0.7 }] },
    { id: 'one', reasons: [{ kind: 'pictures', count: 1, likeness: 0.9 }] },
  ])
})

test('so are the rare words of the title, in whatever order and case', () => {
  const same = goods('o', 'b.example', 'GREEN tote Velmoraq Galaxia 1:1')
  const others = ['belt', 'wallet', 'scarf'].map((what, at) =>
    goods(`x${at}`, 'b.example', `Velmoraq ${what} green`),
  )
  const [found, ...more] = findSameGoods(mine, [...others, same])
  expect(found).toMatchObject({ id: 'o', reasons: [{ kind: 'title', share: 1 }] })
  expect(more).toEqual([])
})

test('listings of the same site are not suggested', () => {
  expect(findSameGoods(mine, [{ ...mine, id: 'o' }])).toEqual([])
})

test('a picture in many listings says nothing', () => {
  const others = (count: number): Goods[] =>
    Array.from({ length: count }, (_, at) => goods(`o${at}`, 'b.example', `Item ${at}`, ['p1']))
  // With its own.
  expect(findSameGoods(mine, others(maxListingsOfPicture - 1))).toHaveLength(
    maxListingsOfPicture - 1,
  )
  expect(findSameGoods(mine, others(maxListingsOfPicture))).toEqual([])
})

/** By the definition, for one other at a time, with words of Latin letters alone. */
function isSame(one: Goods, other: Goods, all: readonly Goods[]): boolean {
  const wordsOf = ({ title }: Goods) => title.split(' ').filter((word) => word !== '')
  const having = (word: string) => all.filter((each) => wordsOf(each).includes(word)).length
  const weigh = (words: readonly string[]) =>
    words.reduce((sum, word) => sum + Math.log(1 + all.length / having(word)), 0)
  const showing = (digest: string) => all.filter(({ pictures }) => pictures.includes(digest)).length
  const either = [...new Set([...wordsOf(one), ...wordsOf(other)])]
  const shared = either.filter((word) => [one, other].every((each) => wordsOf(each).includes(word)))
  return (
    one.site !== other.site &&
    (one.pictures.some(
      (digest) => other.pictures.includes(digest) && showing(digest) <= maxListingsOfPicture,
    ) ||
      (shared.length >= leastTitleWords &&
        weigh(shared) / weigh(either) >= leastTitleShare - rounding))
  )
}

test('it finds what the definition says, for any listings', () => {
  const word = fc.constantFrom('tote', 'belt', 'green', 'red', 'galaxia', 'velmoraq', 'mirror')
  const any = fc.record({
    site: fc.constantFrom('a.example', 'b.example', 'c.example'),
    title: fc.array(word, { maxLength: 7 }).map((words) => words.join(' ')),
    pictures: fc.uniqueArray(fc.constantFrom('p1', 'p2', 'p3', 'p4'), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(any, fc.array(any, { maxLength: 30 }), (first, more) => {
      const one = { ...first, id: 'one' }
      const others = more.map((each, at) => ({ ...each, id: `o${at}` }))
      const all = [one, ...others]
      const expected = others.filter((other) => isSame(one, other, all)).map(({ id }) => id)
      const found = findSameGoods(one, others).map(({ id }) => id)
      expect(found.toSorted()).toEqual(expected.toSorted())
    }),
  )
})
