import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Listing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { compileParts } from './engine.ts'
import { compileShared } from './shared-engine.ts'

const samples = join(import.meta.dirname, '../../../../../samples')
const parts = { catalog: readFileSync(join(samples, 'catalog.json'), 'utf8') }
const listings = readFileSync(join(samples, 'listings.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(0, 500)
  .map((line) => JSON.parse(line) as Listing)

test('engines that share tables assess every listing as one that was compiled alone', () => {
  const alone = compileParts(parts)
  const { engine, made } = compileShared(parts)
  const again = compileShared(parts, made?.tables)
  expect(again.made).toBeUndefined()
  for (const { name, screen } of [engine, again.engine]) {
    expect(name).toBe(alone.name)
    for (const listing of listings) expect(screen(listing)).toEqual(alone.screen(listing))
  }
})

test('tables of another catalog are not used', () => {
  const { made } = compileShared({ catalog: '{"brands": []}' })
  const { engine } = compileShared(parts, made?.tables)
  const alone = compileParts(parts)
  for (const listing of listings.slice(0, 50))
    expect(engine.screen(listing)).toEqual(alone.screen(listing))
})
