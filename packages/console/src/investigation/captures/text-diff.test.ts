import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortened } from './text-diff.ts'

const lines = fc.array(fc.string({ maxLength: 4 }), { minLength: 1, maxLength: 9 })
const parts = fc.array(
  fc.record({
    kind: fc.constantFrom('same' as const, 'removed' as const, 'added' as const),
    lines,
  }),
  { maxLength: 8 },
)

test('every difference stays, and omitted lines are counted exactly', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const short = shortened(given)
      const differing = (one: { kind: string }): boolean =>
        one.kind === 'removed' || one.kind === 'added'
      expect(short.filter(differing)).toEqual(given.filter(differing))
      const count = short.reduce(
        (sum, part) => sum + (part.kind === 'left-out' ? part.count : part.lines.length),
        0,
      )
      expect(count).toBe(given.reduce((sum, part) => sum + part.lines.length, 0))
    }),
  )
})

test('two lines stay on the side of a difference', () => {
  const same = { kind: 'same' as const, lines: ['a', 'b', 'c', 'd', 'e', 'f'] }
  const added = { kind: 'added' as const, lines: ['x'] }
  expect(shortened([same, added, same])).toEqual([
    { kind: 'left-out', count: 4 },
    { kind: 'same', lines: ['e', 'f'] },
    added,
    { kind: 'same', lines: ['a', 'b'] },
    { kind: 'left-out', count: 4 },
  ])
})
