import { processorMs } from '@touchstone/recognition/testing/processor-time'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, linesOf } from './text-differences.ts'

const line = fc.constantFrom('a', 'b', 'c', 'd')
const lines = fc.array(line, { maxLength: 14 })

/** The longest common subsequence by trying every pair: an oracle for Myers' algorithm. */
function longestInCommon(before: readonly string[], after: readonly string[]): number {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    Array<number>(after.length + 1).fill(0),
  )
  for (let x = before.length - 1; x >= 0; x--) {
    for (let y = after.length - 1; y >= 0; y--) {
      lengths[x]![y] =
        before[x] === after[y]
          ? 1 + lengths[x + 1]![y + 1]!
          : Math.max(lengths[x + 1]![y]!, lengths[x]![y + 1]!)
    }
  }
  return lengths[0]![0]!
}

const count = (difference: ReturnType<typeof differenceOf>, kind: string): number =>
  difference.parts.filter((part) => part.kind === kind).flatMap((part) => part.lines).length
const side = (difference: ReturnType<typeof differenceOf>, without: string): string[] =>
  difference.parts.filter(({ kind }) => kind !== without).flatMap((part) => part.lines)

test('a difference contains both texts whole and as few lines as possible', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const difference = differenceOf(before, after)
      expect(side(difference, 'added')).toEqual(before)
      expect(side(difference, 'removed')).toEqual(after)
      expect(difference.fine).toBe(true)
      expect(count(difference, 'same')).toBe(longestInCommon(before, after))
    }),
    { numRuns: 300 },
  )
})

test('beyond the maximum number of edits both texts are shown whole, with a note', () => {
  fc.assert(
    fc.property(lines, lines, fc.nat(6), (before, after, edits) => {
      const difference = differenceOf(before, after, edits)
      expect(side(difference, 'added')).toEqual(before)
      expect(side(difference, 'removed')).toEqual(after)
      const fewest = before.length + after.length - 2 * longestInCommon(before, after)
      expect(difference.fine).toBe(fewest <= edits)
    }),
  )
})

test('long texts that have nothing in common end soon', () => {
  const many = (word: string): string[] => Array.from({ length: 20_000 }, (_, n) => `${word} ${n}`)
  const began = processorMs()
  expect(differenceOf(many('a'), many('b')).fine).toBe(false)
  expect(processorMs() - began).toBeLessThan(5_000)
})

test('lines are what a reader sees: no blanks, no empty ones', () => {
  expect(linesOf('  Sandal \t KW \n\n\n Rp 90.000\n')).toEqual(['Sandal KW', 'Rp 90.000'])
})
