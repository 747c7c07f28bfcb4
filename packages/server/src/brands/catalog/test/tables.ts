import { describe, expect, test } from 'vitest'
import { acme, tote, type CatalogOwners } from './catalog-owners.ts'

/** Products from tables and feeds. */
export function tableTests(houses: CatalogOwners): void {
  const { house } = houses

  describe('a table of products', () => {
    test('fills in what it names and leaves the rest of a product as it was', async () => {
      const { send, exported } = await house({
        brands: [acme],
        products: [{ ...tote, images: [{ path: 'tote.jpg' }], note: 'kept' }],
      })
      const csv = [
        'SKU;Marke;Bezeichnung;EAN;UVP;Währung;Market;Status;Style Code',
        'T-1;Acme;Acme Tote;4006381333931;1.299,00;EUR;DE;active;A12 345, A12 346',
        'T-2;ACME;Acme Clutch;;890,50;EUR;DE;upcoming;',
      ].join('\n')
      expect(await send(csv)).toMatchObject({
        format: 'csv',
        columns: { SKU: 'id', Marke: 'brand', UVP: 'amount', EAN: 'gtin' },
        products: { added: 1, changed: 1 },
        faults: [],
      })
      expect((await exported()).products).toEqual([
        {
          ...tote,
          images: [{ path: 'tote.jpg' }],
          note: 'kept',
          status: 'made',
          gtin: '4006381333931',
          styleCodes: ['A12 345', 'A12 346'],
          msrp: [{ amount: '1299', currency: 'EUR', market: 'DE' }],
        },
        {
          id: 'T-2',
          brand: 'acme',
          name: 'Acme Clutch',
          status: 'announced',
          msrp: [{ amount: '890.5', currency: 'EUR', market: 'DE' }],
        },
      ])
      expect((await send(csv)).products.unchanged).toBe(2)
    })

    test('adds a price for another market beside those that are there', async () => {
      const { send, exported } = await house({
        brands: [acme],
        products: [{ ...tote, msrp: [{ amount: '100', currency: 'EUR', market: 'DE' }] }],
      })
      await send('id,msrp USD,market\nT-1,120.00,US\n')
      await send('id,msrp EUR,market\nT-1,110.00,DE\n')
      expect((await exported()).products?.[0]?.msrp).toEqual([
        { amount: '110', currency: 'EUR', market: 'DE' },
        { amount: '120', currency: 'USD', market: 'US' },
      ])
    })

    test.each([
      ['id,brand,name\nT-9,Nobody,Bag\n', '/brand', 'found "Nobody"', 'add the brand first'],
      ['id,brand,name,gtin\nT-9,acme,Bag,12345678\n', '/gtin', 'check digit', '12345670'],
      ['id,brand,name,msrp\nT-9,acme,Bag,100\n', '/msrp/0/currency', 'is missing', 'one currency'],
      ['id,brand,name,status\nT-9,acme,Bag,perhaps\n', '/status', 'found "perhaps"', 'write made'],
      ['name,brand\nBag,acme\n', '/id', 'found "name, brand"', '"id" or "sku"'],
      ['id,name\nT-9,Bag\n', '/brand', 'is missing', 'write'],
      ['id,brand,name\n,acme,Bag\n', '/id', 'is missing', 'the SKU'],
    ])('reports field, value and fix: %s', async (csv, pointer, found, remedy) => {
      const { send } = await house({ brands: [acme] })
      const { failed, faults } = await send(csv)
      expect([failed, faults[0]?.pointer]).toEqual([1, pointer])
      expect(faults[0]?.message).toContain(found)
      expect(faults[0]?.message).toContain(remedy)
    })

    test('of many rows is taken across transactions, good rows beside bad ones', async () => {
      const { send } = await house({ brands: [acme] })
      const rows = Array.from(
        { length: 1200 },
        (_, at) => `P${at},${at % 400 === 7 ? 'x' : 'acme'},N`,
      )
      const { products, failed, faults } = await send(`id,brand,name\n${rows.join('\n')}\n`)
      expect([products.added, failed]).toEqual([1197, 3])
      expect(faults.map(({ line }) => line)).toEqual([9, 409, 809])
    })
  })

  test('a Merchant feed becomes products, as XML and as text alike', async () => {
    const xml = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>T-1</g:id>
      <title>Acme Tote</title><g:brand>ACME</g:brand><g:mpn>A12 345</g:mpn><g:gtin>4006381333931</g:gtin>
      <g:price>1,299.00 USD</g:price><g:sale_price>9.00 USD</g:sale_price>
      <g:shipping><g:price>5 USD</g:price></g:shipping><g:product_type>Bags &gt; handbag</g:product_type>
      <g:image_link>https://shop.example/a.jpg</g:image_link><g:availability>in_stock</g:availability>
      <link>https://shop.example/1</link></item></channel></rss>`
    const tsv =
      'id\ttitle\tlink\timage_link\tavailability\tbrand\tmpn\tgtin\tprice\tproduct_type\n' +
      'T-1\tAcme Tote\thttps://shop.example/1\thttps://shop.example/a.jpg\tin_stock\tACME\tA12 345\t4006381333931\t1,299.00 USD\tBags > handbag\n'
    for (const [text, format] of [
      [xml, 'merchant-xml'],
      [tsv, 'csv'],
    ] as const) {
      const { send, exported } = await house({ brands: [acme] })
      expect(await send(text)).toMatchObject({ format, products: { added: 1 }, faults: [] })
      expect((await exported()).products).toEqual([
        {
          id: 'T-1',
          brand: 'acme',
          name: 'Acme Tote',
          styleCodes: ['A12 345'],
          gtin: '4006381333931',
          productType: 'handbag',
          msrp: [{ amount: '1299', currency: 'USD' }],
          images: [{ url: 'https://shop.example/a.jpg' }],
        },
      ])
    }
  })
}
