import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generateScans } from './generate-scans.ts'

test('the same seed makes the same scans, in the order of their time', () => {
  const size = { batches: 20, campaigns: 3 }
  const data = generateScans(7, size)
  expect(generateScans(7, size)).toEqual(data)
  expect(data.scans.map(({ at }) => at)).toEqual(data.scans.map(({ at }) => at).toSorted())
  expect(data.units).toHaveLength(200)
  expect(data.truth.some(({ isCloned, kind }) => isCloned && kind === 'issued')).toBe(true)
})

test('the generator and the detector know nothing of each other', () => {
  const importsOf = (folder: string): string[] =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => [
        ...readFileSync(new URL(`${folder}${name}`, import.meta.url), 'utf8').matchAll(
          /from '([^']+)'/g,
        ),
      ])
      .map(([, source]) => source ?? '')
  expect(importsOf('./').filter((source) => source.includes('recognition'))).toEqual([])
  expect(
    importsOf('../../packages/recognition/src/items/').filter((source) => source.includes('eval')),
  ).toEqual([])
})
