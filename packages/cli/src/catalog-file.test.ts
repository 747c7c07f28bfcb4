import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processorMs } from '@touchstone/recognition/testing/processor-time'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCatalog } from './catalog-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-catalog-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function load(text: string | Uint8Array) {
  const path = join(folder, 'catalog.json')
  await writeFile(path, text)
  return loadCatalog(path)
}

const twoOfOneId = `{
  "brands": [
    { "id": "velmoraq", "name": "Velmoraq" },
    {
      "id": "velmoraq",
      "name": "Velmoraq Sport"
    }
  ],
  "products": [
    { "id": "p", "brand": "velmoraq", "name": "P",
      "gtin": "4006381333930" }
  ]
}`

test('faults name line, field, value and remedy', async () => {
  await expect(load(twoOfOneId)).rejects.toThrow(
    /cannot be used:\n {2}line 5: \/brands\/1\/id is the id of two brands: entry 1 and entry 2 of brands \(\/brands\/0\/id is on line 3\); found "velmoraq"; give one .*\n {2}line 11: \/products\/0\/gtin ends with the check digit 0.*"4006381333931"/,
  )
})

test('warnings are lines too, and the catalog is accepted', async () => {
  const { catalog, warnings } = await load(
    '\ufeff{"brands": [{"id": "a", "name": "A", "productTypes": ["bag"]}],\n"products": [{"id": "p", "brand": "a", "name": "P",\n"productType": "watch"}]}',
  )
  expect(catalog.brands).toHaveLength(1)
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/line 3: \/products\/0\/productType is not among/)
})

test('a type that the vocabulary counts among a wider one of the brand is no slip', async () => {
  const brands = [{ id: 'a', name: 'A', productTypes: ['bag'] }]
  const products = ['handbag', 'watch'].map((productType) => ({
    id: productType,
    brand: 'a',
    name: 'P',
    productType,
  }))
  const { warnings } = await load(JSON.stringify({ brands, products }))
  expect(warnings.map((warning) => /\/products\/\d/.exec(warning)?.[0])).toEqual(['/products/1'])
})

test.each([
  ['{\n"brands": [}\n', 'line 2, column 12'],
  ['{\n"brands": [],,\n}', 'line 2, column 14'],
  ['{\n"brands": tru\n}', 'line 2, column 14'],
  ['{\n"a": "x', 'line 2, column'],
  ['{"brands": [],\n"x": "\u0000"}', 'line 2, column 7'],
])('text that is not JSON is reported with its position: %j', async (text, place) => {
  await expect(load(text)).rejects.toThrow(place)
})

test('many faults are shown in part and counted', async () => {
  const brands = Array.from({ length: 30 }, () => ({ id: 'UPPER', name: 'x' }))
  await expect(load(JSON.stringify({ brands }))).rejects.toThrow(/… and 20 more$/)
})

test('ten thousand faults are reported as fast as ten', async () => {
  const brands = Array.from({ length: 10_000 }, (_, at) => ({ id: `b${at}`, name: at }))
  const from = processorMs()
  await expect(load(JSON.stringify({ brands }, null, 2))).rejects.toThrow(/… and 9990 more$/)
  const named = brands.map((brand) => ({ ...brand, name: '…' }))
  expect((await load(JSON.stringify({ brands: named }))).warnings.at(-1)).toBe('… and 9990 more')
  expect(processorMs() - from).toBeLessThan(5000)
})

test('text that is not JSON is shown, with its remedy', async () => {
  await expect(load('{\n  "brands": [\n    {"id": "a" "name": "A"}\n')).rejects.toThrow(
    /line 3, column 16: .*; found " {4}{\\"id\\": \\"a\\" \\"name.*; correct the text here or before it/,
  )
  await expect(load('{"brands": [')).rejects.toThrow(/the file ends too early$/)
})

test('a price in a currency without an exchange rate is reported, and the catalog accepted', async () => {
  const msrp = ['USD', 'RMB'].map((currency) => ({ amount: '9', currency }))
  const products = [{ id: 'p', brand: 'a', name: 'P', msrp }]
  const { warnings } = await load(JSON.stringify({ brands: [{ id: 'a', name: 'A' }], products }))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toMatch(/\/products\/0\/msrp\/1\/currency .*found "RMB"; .*"CNY"/)
})

test('a catalog that is not UTF-8, compressed, empty, missing or a directory is reported', async () => {
  await expect(load(Buffer.from([0x7b, 0x0a, 0xff, 0x7d]))).rejects.toThrow(
    /line 2: the text is not valid UTF-8; found "\ufffd}"; write/,
  )
  await expect(load(Buffer.from([0x1f, 0x8b, 8]))).rejects.toThrow(/packed with gzip: unpack it/)
  await expect(load(' \n')).rejects.toThrow(/it is empty: write at least/)
  await expect(loadCatalog(join(folder, 'none.json'))).rejects.toThrow(/does not exist/)
  await expect(loadCatalog(folder)).rejects.toThrow(/is a directory/)
})
