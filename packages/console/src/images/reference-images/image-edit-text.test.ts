import { expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages } from '../../messages/index.ts'
import { editsOf } from './image-edit-text.ts'

await withMessages(['images'], Promise.resolve())
const text = createText('en', await loadCatalogue('en'))
const made = { mirrored: false, turned: 0, scale: 1, stretched: 1, shown: 1, covers: 1 }

test.each([
  [{}, ''],
  [{ mirrored: true }, 'mirrored'],
  [{ turned: 8.2 }, 'rotated right by 8°'],
  [{ turned: -0.4 }, ''],
  [{ turned: -90, shown: 0.32 }, 'rotated left by 90°, cropped to 32.0%'],
  [{ covers: 0.4 }, 'placed in 40.0% of a larger picture'],
])('%j reads “%s”', (change, words) => {
  expect(editsOf(text, { ...made, ...change })).toBe(words)
})
