import { expect, test } from 'vitest'
import { halfOf, splitByScene } from './split.ts'

const photos = Array.from({ length: 1000 }, (_, each) => ({
  path: `${each}.jpg`,
  scene: `scene ${Math.floor(Math.sqrt(each))}`,
}))

test('no scene stands on two sides, and no photo is lost', () => {
  const split = splitByScene(photos, 200, 1)
  const parts = [split.references, split.others, split.distractors]
  const scenes = parts.map((part) => new Set(part.map(({ scene }) => scene)))
  const all = scenes.flatMap((part) => [...part])
  expect(new Set(all).size).toBe(all.length)
  expect(parts.flat()).toHaveLength(1000)
  expect(split.references.length).toBeGreaterThan(150)
  expect(split.references.length).toBeLessThanOrEqual(200)
  expect(split.others.length).toBeGreaterThan(50)
})

test('the halves hold about as many scenes each', () => {
  const chosen = Array.from({ length: 1000 }, (_, each) => halfOf(`sender ${each}`))
  expect(chosen.filter((half) => half === 'choose').length).toBeGreaterThan(420)
  expect(chosen.filter((half) => half === 'choose').length).toBeLessThan(580)
})
