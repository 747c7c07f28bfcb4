import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FindRates, orderVisits, type Candidate, type Revisit } from './index.ts'

const shop = 'https://shop.example'
const rate = { shape: 1, days: 10 }

function seeded(): () => number {
  let state = 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const revisit = (name: string, elapsedDays: number): Revisit => ({
  url: `${shop}/known/${name}`,
  rate,
  elapsedDays,
})
const fresh = (path: string, query?: string): Candidate => ({
  url: shop + path,
  ...(query !== undefined && { query }),
})

test('every address comes once, as many as there are requests', () => {
  const many = fc.uniqueArray(fc.nat(60), { maxLength: 40 })
  fc.assert(
    fc.property(many, many, fc.nat(100), (known, unvisited, requests) => {
      const order = orderVisits({
        revisits: known.map((at) => revisit(String(at), at)),
        unvisited: unvisited.map((at) => fresh(`/new/${at}`)),
        finds: new FindRates(),
        requests,
        random: seeded(),
      })
      expect(new Set(order).size).toBe(order.length)
      expect(order.length).toBe(Math.min(requests, known.length + unvisited.length))
    }),
  )
})

test('the page that has waited longest comes first, and finds draw visits to their path and query', () => {
  const finds = new FindRates()
  for (let at = 0; at < 30; at++) {
    finds.note(fresh(`/bags/${at}`, 'a'), at % 3 === 0 ? 1 : 0)
    finds.note(fresh(`/books/${at}`, 'a'), 0)
    finds.note(fresh(`/bags/${at}`, 'b'), 0)
  }
  const unvisited = [fresh('/books/100', 'a'), fresh('/bags/101', 'b'), fresh('/bags/100', 'a')]
  const order = orderVisits({
    revisits: [revisit('short', 1), revisit('long', 30)],
    unvisited,
    finds,
    requests: 2,
    random: seeded(),
  })
  expect(order).toEqual([`${shop}/bags/100`, `${shop}/known/long`])
})

test('a tenth explores, however worthless what was learnt makes an address', () => {
  const finds = new FindRates()
  for (let at = 0; at < 100; at++) finds.note(fresh(`/good/${at}`), 1)
  for (let at = 0; at < 100; at++) finds.note(fresh(`/bad/${at}`), 0)
  const paths = [...Array(1000).keys()].flatMap((at) => [`/good/${at + 100}`, `/bad/${at + 100}`])
  const order = orderVisits({
    revisits: [],
    unvisited: paths.map((path) => fresh(path)),
    finds,
    requests: 400,
    random: seeded(),
  })
  const bad = order.filter((url) => url.includes('/bad/')).length
  expect(bad).toBeGreaterThan(400 * 0.02)
  expect(bad).toBeLessThan(400 * 0.12)
})

test('country, language and origin in an address do not change the order', () => {
  const spellings = [
    ['/id', '?lang=id&shipsFrom=CN'],
    ['/zh-CN', '?lang=zh&shipsFrom=DE'],
    ['/en_us', '?country=US'],
    ['', ''],
  ] as const
  const orders = spellings.map(([prefix, suffix]) => {
    const finds = new FindRates()
    for (let at = 0; at < 20; at++) {
      finds.note(fresh(`${prefix}/bags/${at}${suffix}`), at % 2)
      finds.note(fresh(`${prefix}/books/${at}${suffix}`), 0)
    }
    // What was learnt under one spelling is worth the same under any other.
    return spellings.flatMap(([otherPrefix, otherSuffix]) =>
      ['bags', 'books'].map((folder) =>
        finds.rateOf(fresh(`${otherPrefix}/${folder}/50${otherSuffix}`)),
      ),
    )
  })
  for (const rates of orders) {
    for (let at = 2; at < rates.length; at += 2) {
      expect(rates.slice(at, at + 2)).toEqual(rates.slice(0, 2))
    }
    expect(rates).toEqual(orders[0])
  }
})
