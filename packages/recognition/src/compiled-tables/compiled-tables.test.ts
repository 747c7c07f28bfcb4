import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog, Listing } from '#contract'
import { expect, test } from 'vitest'
import { compile, CompiledTables, ForeignTables, layOut, type TablePlace } from '../index.ts'

const samples = join(import.meta.dirname, '../../../../samples')
const catalog = JSON.parse(readFileSync(join(samples, 'catalog.json'), 'utf8')) as Catalog
const listings = readFileSync(join(samples, 'listings.ndjson'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Listing)
const options = { asOf: '2026-12-01T00:00:00.000Z' }
const engine = compile(catalog, options)
const { places, bytes, write } = layOut(engine.tables())
const shared = new SharedArrayBuffer(bytes)
write(new Uint8Array(shared))

const stored = (some: readonly TablePlace[] = places) =>
  CompiledTables.within({ buffer: shared, from: 0, places: some })

test('an engine of stored tables assesses every sample as the one that computed them', () => {
  const again = compile(catalog, { ...options, tables: stored() })
  for (const listing of listings) expect(again.screen(listing)).toEqual(engine.screen(listing))
  expect(again.stats).toEqual(engine.stats)
  for (const { title } of listings.slice(0, 100))
    expect(again.names(title)).toEqual(engine.names(title))
})

test('its own tables are the stored ones', () => {
  const own = compile(catalog, { ...options, tables: stored() }).tables()
  for (const [name, table] of engine.tables()) expect(own.get(name)).toEqual(table)
})

test('tables of other data are refused', () => {
  const [brand, ...others] = catalog.brands
  const other = { ...catalog, brands: others }
  expect(brand).toBeDefined()
  expect(() => compile(other, { ...options, tables: stored() })).toThrow(ForeignTables)
  expect(() => compile(catalog, { starterPack: false, tables: stored() })).toThrow(ForeignTables)
})

test('tables that are missing, unknown or beyond the end are refused', () => {
  const [first, ...others] = places
  if (first === undefined) throw new Error('no table')
  const compileWith = (some: readonly TablePlace[]) => () =>
    compile(catalog, { ...options, tables: stored(some) })
  expect(compileWith(others)).toThrow(ForeignTables)
  expect(compileWith([...places, { ...first, name: 'more' }])).toThrow(ForeignTables)
  for (const wrong of [{ at: bytes }, { at: 3 }, { length: 2 ** 40 }, { kind: 'Map' as never }])
    expect(() => stored([{ ...first, ...wrong }])).toThrow(ForeignTables)
})
