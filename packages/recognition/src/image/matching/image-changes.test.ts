import { expect, test } from 'vitest'
import { changeOf } from '../geometry/transformation.ts'
import { wordImageChanges } from '../../wording/index.ts'
import { wordings } from '../../wordings-by-locale.ts'
import { changesOf, roundedChange } from './image-changes.ts'

const whole = { mirrored: false, turned: 0, scale: 1, stretched: 1, shown: 1, covers: 1 }

test.each([
  [{}, ''],
  [{ mirrored: true, turned: 8.2, shown: 0.321 }, 'mirrored, rotated 8° clockwise, cropped to 32%'],
  [{ turned: -40, scale: 0.5 }, 'rotated 40° anticlockwise, reduced to 50%'],
  [{ turned: 180, stretched: 1.25, scale: 2 }, 'rotated 180°, stretched by 25%, enlarged to 200%'],
  [{ shown: 0.98, covers: 0.061, scale: 0.98 }, 'covering 6.1% of the picture'],
])('%o is described as "%s"', (change, words) => {
  expect(wordImageChanges(changesOf({ ...whole, ...change }), wordings.en)).toBe(words)
})

test('a map shows whether it mirrors, how it rotates, and by how much it stretches', () => {
  const [cos, sin] = [Math.cos(Math.PI / 9), Math.sin(Math.PI / 9)]
  // Mirrored left and right, stretched to double width, then turned by 20° clockwise.
  const map = { a: -2 * cos, b: -sin, c: 7, d: -2 * sin, e: cos, f: 9 }
  const { turned, scale, stretched, mirrored } = changeOf(map)
  expect(mirrored).toBe(true)
  expect(turned).toBeCloseTo(20)
  expect(scale).toBeCloseTo(Math.SQRT2)
  expect(stretched).toBeCloseTo(2)
})

test('a half turn is 180°, and no part is more than the whole', () => {
  const change = { ...whole, turned: -179.98, shown: 1.02, covers: 1.0004, scale: 0.33333 }
  expect(roundedChange(change)).toEqual({ ...whole, turned: 180, scale: 0.333 })
})
