import { leastPublishedCount } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withholdParts, withholdSmall, type Halves, type Published } from './withhold-counts.ts'

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
const wholes = (halves: readonly Halves[]): number[] => halves.map(({ part, rest }) => part + rest)

/** All that anyone reads of counts in two parts. */
function publish(
  halves: readonly Halves[],
  least = leastPublishedCount,
): { whole: Published; parts: Published } {
  const whole = withholdSmall(wholes(halves), least)
  return { whole, parts: withholdParts(halves, whole, least) }
}

test.each([
  { counts: [40, 50, 60], months: [40, 50, 60], total: 150 },
  // The next month goes with it, or the total would tell.
  { counts: [3, 50, 60], months: [null, null, 60], total: 113 },
  { counts: [3, 4, 60], months: [null, null, null], total: 67 },
  { counts: [6, 5, 60], months: [null, null, 60], total: 71 },
  { counts: [60, 50, 3], months: [null, 50, null], total: 113 },
  { counts: [1, 2, 3], months: [null, null, null], total: null },
  { counts: [0, 0, 0], months: [null, null, null], total: null },
])('of $counts, $months and $total are published', ({ counts, months, total }) => {
  expect(withholdSmall(counts)).toEqual({ months, total })
})

test('parts of months are published where no part and no rest is small', () => {
  const halves = [
    { part: 12, rest: 88 },
    { part: 30, rest: 70 },
    { part: 95, rest: 5 },
  ]
  const { parts } = publish(halves)
  expect(parts).toEqual({ months: [null, null, null], total: 137 })
  expect(publish(halves.slice(0, 2).concat({ part: 10, rest: 10 })).parts).toEqual({
    months: [12, 30, 10],
    total: 52,
  })
  const rare = halves.map(() => ({ part: 1, rest: 400 }))
  expect(publish(rare).parts).toEqual({ months: [null, null, null], total: null })
})

/** All ways to write counts that together are this much at most. */
function* countsUpTo(most: number, places: number): Generator<number[]> {
  if (places === 0) {
    yield []
    return
  }
  for (let first = 0; first <= most; first++)
    for (const others of countsUpTo(most - first, places - 1)) yield [first, ...others]
}

/** Notes which values each cell takes in all tables of which the same is published. */
class Readings {
  readonly #values = new Map<string, Map<string, Set<number>>>()

  add(published: object, withheld: Record<string, number>): void {
    const key = JSON.stringify(published)
    const cells = this.#values.get(key) ?? new Map<string, Set<number>>()
    this.#values.set(key, cells)
    for (const [cell, value] of Object.entries(withheld))
      cells.set(cell, (cells.get(cell) ?? new Set()).add(value))
  }

  /** Withheld cells that have one value alone. */
  certain(): string[] {
    return [...this.#values].flatMap(([key, cells]) =>
      [...cells].filter(([, { size }]) => size === 1).map(([cell]) => `${cell} of ${key}`),
    )
  }
}

test('nobody who knows the rules and the total can tell a withheld count', () => {
  const readings = new Readings()
  for (const counts of countsUpTo(70, 3)) {
    const published = withholdSmall(counts)
    const withheld = [...counts.entries()].filter(([place]) => published.months[place] === null)
    readings.add(published, Object.fromEntries(withheld))
  }
  expect(readings.certain()).toEqual([])
})

test('nor a withheld part, nor the rest, from all that is published beside it', () => {
  // With a smaller limit, so that all tables can be tried.
  const least = 3
  const readings = new Readings()
  for (const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] of countsUpTo(18, 6)) {
    const halves = [
      { part: a, rest: b },
      { part: c, rest: d },
      { part: e, rest: f },
    ]
    const { whole, parts } = publish(halves, least)
    const withheld: Record<string, number> = {}
    for (const [place, { part, rest }] of halves.entries()) {
      if (whole.months[place] === null) withheld[`whole ${place}`] = part + rest
      if (parts.months[place] !== null) continue
      withheld[`part ${place}`] = part
      withheld[`rest ${place}`] = rest
    }
    readings.add({ whole, parts }, withheld)
  }
  expect(readings.certain()).toEqual([])
})

const count = fc.oneof(fc.nat(14), fc.nat(60), fc.nat(5000))
const anyHalves = fc.array(fc.record({ part: count, rest: count }), {
  minLength: 3,
  maxLength: 3,
})

test('whatever the counts, no difference of published figures is small', () => {
  fc.assert(
    fc.property(anyHalves, (halves) => {
      const { whole, parts } = publish(halves)
      const figures = [
        { whole: whole.total, part: parts.total },
        ...halves.map((_, place) => ({ whole: whole.months[place], part: parts.months[place] })),
      ]
      for (const { whole: all, part } of figures)
        if (typeof part === 'number') {
          expect(part).toBeGreaterThan(9)
          expect((all ?? 0) - part).toBeGreaterThan(9)
        }
      for (const { months, total } of [whole, parts]) {
        const shown = months.filter((month) => month !== null)
        expect(shown.every((month) => month > 9)).toBe(true)
        if (total !== null && shown.length < 3) expect(total - sum(shown)).toBeGreaterThan(9)
      }
    }),
  )
})
