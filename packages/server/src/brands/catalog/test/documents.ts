import { describe, expect, test } from 'vitest'
import { acme, belt, borealis, tote, type CatalogOwners } from './catalog-owners.ts'

/** Catalogs as whole documents: import, preview, replace. */
export function documentTests(houses: CatalogOwners): void {
  const { house } = houses

  describe('a catalog document', () => {
    test('is taken, shown again, and found unchanged when it comes once more', async () => {
      const { send, exported } = await house()
      const catalog = { brands: [acme, borealis], products: [belt, tote] }
      const first = await send(JSON.stringify(catalog, null, 2))
      expect(first).toMatchObject({
        format: 'json',
        brands: { added: 2 },
        products: { added: 2 },
        failed: 0,
        rows: [
          { row: 1, kind: 'brand', id: 'acme', state: 'added' },
          { id: 'borealis' },
          { row: 1, kind: 'product', id: 'B-1' },
          { id: 'T-1' },
        ],
      })
      expect(await exported()).toEqual(catalog)
      const again = await send({ document: catalog })
      expect([again.brands.unchanged, again.products.unchanged, again.rows]).toEqual([2, 2, []])
    })

    test('single faulty entries are reported, and the others are accepted', async () => {
      const { send, exported } = await house({ brands: [borealis] })
      const { faults, failed, products } = await send({
        document: {
          brands: [acme, { id: 'Bad Id', name: 'Bad' }, acme],
          products: [
            tote,
            { ...tote, id: 'T-2', gtin: '4006381333930' },
            { ...tote, id: 'T-3', brand: 'nobody' },
            // Of a stored brand that is not in the document.
            belt,
            { id: 'T-4', brand: 'acme' },
            'no product',
            { ...tote, id: 'T\0' },
          ],
        },
      })
      expect([failed, products.added]).toEqual([7, 2])
      expect(faults.map(({ pointer, message }) => `${pointer}: ${message}`).sort()).toEqual([
        expect.stringMatching(/^\/brands\/1\/id: .*must be lower-case letters.*write "bad-id"/),
        expect.stringMatching(/^\/brands\/2\/id: .*also appears in row 1 of this file/),
        expect.stringMatching(/^\/products\/1\/gtin: .*check digit 0.*"4006381333931"/),
        expect.stringMatching(/^\/products\/2\/brand: .*is not a brand id in this catalog/),
        expect.stringMatching(/^\/products\/4\/name: .*is missing/),
        expect.stringMatching(/^\/products\/5: .*must be an object/),
        expect.stringMatching(/^\/products\/6\/id: .*cannot be stored/),
      ])
      expect((await exported()).products).toEqual([belt, tote])
    })

    test.each([
      ['{"brands": [', 'is not JSON: Unexpected end of the document'],
      ['{"brands": []\n "products": []}', 'at line 2, character 2'],
      ['[{"id": "acme"}]', 'is a list, not a catalog'],
      ['{"products": []}', '/brands is missing'],
      ['{"brands": 5}', '/brands must be an array'],
      [`{"brands": [${'['.repeat(100)}${']'.repeat(100)}]}`, 'nested deeper than'],
      [Buffer.from([0x7b, 0x22, 0xff, 0xff, 0x22, 0x7d]), 'is not valid UTF-8'],
      ['<!doctype html><p>', 'is a web page'],
      ['', 'holds no rows'],
    ])('that cannot be read is reported with the reason: %s', async (text, words) => {
      const { send, exported } = await house({ brands: [acme] })
      const { failed, faults } = await send(text, { replace: true })
      expect([failed, faults[0]?.message]).toEqual([1, expect.stringContaining(words)])
      expect((await exported()).brands).toEqual([acme])
    })

    test('warns of what is legal but likely a slip, at its place', async () => {
      const { send } = await house()
      const { warnings } = await send({
        document: { brands: [acme], products: [{ ...tote, productType: 'watch' }] },
      })
      expect(warnings).toEqual([
        {
          cause: 'other',
          row: 1,
          line: 0,
          pointer: '/products/0/productType',
          message: expect.stringContaining('is not among the productTypes of acme') as string,
        },
      ])
    })
  })

  describe('a preview', () => {
    test('says what an import would do, product by product, and does nothing', async () => {
      const { send, exported } = await house({ brands: [acme], products: [tote] })
      const before = await exported()
      const document = {
        brands: [borealis],
        products: [{ ...belt }, { ...tote, name: 'Acme Tote, large' }],
      }
      const preview = await send({ document }, { preview: true, replace: true })
      expect(preview).toMatchObject({
        preview: true,
        brands: { added: 1, removed: 0 },
        products: { added: 1, changed: 1 },
        failed: 0,
      })
      expect(preview.rows).toContainEqual({
        row: 2,
        line: 0,
        kind: 'product',
        id: 'T-1',
        state: 'changed',
        changed: ['name'],
      })
      expect(await exported()).toEqual(before)
      const real = await send({ document }, { replace: true })
      expect({ ...real, preview: true }).toEqual(preview)
    })
  })

  describe('replacing', () => {
    test('removes what the document no longer holds, and only when asked', async () => {
      const { send, exported } = await house({ brands: [acme, borealis], products: [tote, belt] })
      const document = { brands: [acme], products: [] }
      expect((await send({ document })).products.removed).toBe(0)
      const result = await send({ document }, { replace: true })
      expect([result.brands.removed, result.products.removed]).toEqual([1, 2])
      expect(result.rows).toContainEqual({
        row: 0,
        line: 0,
        kind: 'brand',
        id: 'borealis',
        state: 'removed',
        changed: [],
      })
      expect(await exported()).toEqual({ brands: [acme], products: [] })
    })

    test('removes nothing where a row was at fault, and says how much it spared', async () => {
      const { send, exported } = await house({ brands: [acme], products: [tote] })
      const document = { brands: [acme], products: [{ ...tote, id: 'T-9', gtin: '1' }] }
      const result = await send({ document }, { replace: true })
      expect([result.failed, result.spared, result.products.removed]).toEqual([1, 1, 0])
      expect((await exported()).products).toEqual([tote])
    })

    test('by a table touches the products of the brands that the table names', async () => {
      const { send, exported } = await house({
        brands: [acme, borealis],
        products: [tote, { ...tote, id: 'T-2' }, belt],
      })
      const { products } = await send('id,brand,name\nT-1,acme,Acme Tote\n', { replace: true })
      expect(products).toEqual({ added: 0, changed: 0, unchanged: 1, removed: 1 })
      expect((await exported()).products?.map(({ id }) => id)).toEqual(['B-1', 'T-1'])
    })
  })
}
