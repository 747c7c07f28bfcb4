import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyMapping } from '../mapping/index.ts'
import { openCsv } from '../table/index.ts'
import { encoded, inPieces, problems, read, streamed, values } from '../test/streams.ts'
import { isMerchantTable, merchantMapping, openMerchantXml } from './index.ts'

const escape = (text: string): string =>
  text.replace(/[&<>\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)

type Fields = Record<string, string>

function rss(items: readonly Fields[]): string {
  const inner = items.map((item) => {
    const fields = Object.entries(item).map(
      ([name, text]) => `<g:${name}>${escape(text)}</g:${name}>`,
    )
    return `<item>${fields.join('\n')}</item>`
  })
  return `<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>${inner.join('')}</channel></rss>`
}

function atom(items: readonly Fields[]): string {
  const inner = items.map((item) => {
    const fields = Object.entries(item).map(
      ([name, text]) =>
        `<goo:${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></goo:${name}>`,
    )
    return `<entry><id>tag:shop,1</id>${fields.join('')}</entry>`
  })
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:goo="http://base.google.com/ns/1.0">${inner.join('')}</feed>`
}

async function items(text: string | Uint8Array) {
  return read((await openMerchantXml(streamed(text))).rows)
}

const plain = fc
  .string({ unit: fc.constantFrom(...'aZ09 <>&]"\'é漢😀'), minLength: 1, maxLength: 10 })
  .filter((text) => text.trim() !== '')
  .map((text) => text.trim())

test('items written as RSS and as Atom are read back equal', async () => {
  const item = fc.record({ id: plain, title: plain, description: plain, image_link: plain })
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(rss, atom),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 }),
      async (all, write, sizes) => {
        const opened = await openMerchantXml(inPieces(Buffer.from(write(all)), sizes))
        expect(values(await read(opened.rows)).map((cells) => ({ ...cells }))).toEqual(all)
      },
    ),
  )
})

test('arbitrary and damaged feeds never throw and are read to their end', async () => {
  const sound = Buffer.from(rss([{ id: '1', title: 'a' }]))
  const part = fc.constantFrom('<', '>', '/', 'item', 'entry', '&', ';', '!', '[', '"', 'g:id', ' ')
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.array(part, { maxLength: 30 }).map((parts) => Buffer.from(`<rss>${parts.join('')}`)),
    fc.tuple(fc.nat(sound.length - 1), fc.nat(255)).map(([at, byte]) => {
      const hurt = Buffer.from(sound)
      hurt[at] = byte
      return hurt
    }),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      const rows = await items(input)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect('value' in row || row.faults[0].problem !== '').toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('a feed becomes listings: repeated pictures, nested shipping, sale price, own fields', async () => {
  const text = `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>
    <title>Outer</title><link>https://shop.example/1</link><description>A &amp; B</description>
    <g:id>SKU-1</g:id><g:title>Bag &lt;script&gt;alert(1)&lt;/script&gt;</g:title>
    <g:price>1,299.00 USD</g:price><g:sale_price>999.5 USD</g:sale_price>
    <g:image_link>https://shop.example/a,b.jpg</g:image_link>
    <g:additional_image_link>https://shop.example/2.jpg</g:additional_image_link>
    <g:additional_image_link>https://shop.example/3.jpg</g:additional_image_link>
    <g:shipping><g:country>US</g:country><g:price>4.90 USD</g:price></g:shipping>
    <g:gtin>4006381333931</g:gtin><g:condition>new</g:condition><g:brand>Acme</g:brand>
    <g:product_type>Bags &gt; Totes</g:product_type>
  </item></channel></rss>`
  const [cells] = values(await items(text))
  expect(applyMapping(merchantMapping, cells ?? {})).toEqual({
    ok: true,
    listing: {
      id: 'SKU-1',
      title: 'Bag <script>alert(1)</script>',
      description: 'A & B',
      url: 'https://shop.example/1',
      price: { amount: '999.5', currency: 'USD' },
      shippingPrice: { amount: '4.9', currency: 'USD' },
      images: [
        { url: 'https://shop.example/a,b.jpg' },
        { url: 'https://shop.example/2.jpg' },
        { url: 'https://shop.example/3.jpg' },
      ],
      condition: 'new',
      brand: 'Acme',
      category: 'Bags > Totes',
      attributes: { gtin: '4006381333931' },
    },
  })
})

test('an Atom entry uses its own link and summary if there are none of the shop', async () => {
  const [cells] = values(
    await items(
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/><summary>S</summary></entry></feed>',
    ),
  )
  expect({ ...cells }).toEqual({
    id: '1',
    title: 'T',
    link: 'https://a.example/1',
    description: 'S',
  })
})

test('a text feed gives the same listing as the XML feed', async () => {
  const item = { id: '1', title: 'Bag', link: 'https://a.example/1', price: '19.90 EUR' }
  const fields = { ...item, image_link: 'https://a.example/1.jpg', availability: 'in_stock' }
  const header = Object.keys(fields).join('\t').replace('image_link', 'image link')
  const opened = await openCsv(streamed(`${header}\n${Object.values(fields).join('\t')}\n`))
  expect(isMerchantTable(opened.headers)).toBe(true)
  const [fromText] = values(await read(opened.rows))
  const [fromXml] = values(await items(rss([fields])))
  const listing = applyMapping(merchantMapping, fromXml ?? {})
  expect(listing).toMatchObject({ ok: true, listing: { price: { amount: '19.9' } } })
  expect(applyMapping(merchantMapping, fromText ?? {})).toEqual(listing)
})

test('entity expansion is refused, and the items before a fault are kept', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "&a;&a;&a;">]><rss><item><id>&b;</id></item></rss>`
  expect(problems(await items(bomb))).toEqual([expect.stringMatching(/declares a document type/)])
  const unknown = await items('<rss><item><id>1</id></item><item><id>&x;</id></item></rss>')
  expect(values(unknown)).toHaveLength(1)
  expect(problems(unknown)).toEqual([
    expect.stringMatching(/is not well-formed XML: undefined entity/),
  ])
})

test('a feed in another encoding is read by its declaration', async () => {
  const text =
    '<?xml version="1.0" encoding="windows-1251"?><rss><item><id>1</id><title>часы</title></item></rss>'
  expect(values(await items(encoded(text, 'windows-1251')))[0]).toMatchObject({ title: 'часы' })
  const wide = Buffer.concat([
    Buffer.of(0xff, 0xfe),
    encoded('<rss><item><id>é</id></item></rss>', 'utf-16le'),
  ])
  expect(values(await items(wide))[0]).toMatchObject({ id: 'é' })
  const none = '<?xml version="1.0" encoding="klingon"?><rss/>'
  expect(problems(await items(none))).toEqual([expect.stringMatching(/states an unknown encoding/)])
})

test('a feed is refused from the first bytes on that are not of its encoding', async () => {
  const item = (id: string, title: string): string =>
    `<item><id>${id}</id><title>${title}</title></item>\n`
  const feed = (declared: string): Buffer =>
    Buffer.from(`${declared}<rss>\n${item('1', 'Bag')}${item('2', 'Gr\xf6\xdfe')}</rss>`, 'latin1')
  const rows = await items(feed('<?xml version="1.0" encoding="UTF-8"?>'))
  expect(values(rows)).toMatchObject([{ id: '1' }])
  expect(problems(rows)).toEqual(['3: contains bytes that are not utf-8'])
  // As written by a program that treats its text as two-byte.
  const wide = Buffer.from(
    `<?xml version="1.0" encoding="utf-16"?><rss>${item('1', 'Größe')}</rss>`,
  )
  expect(values(await items(wide))).toMatchObject([{ title: 'Größe' }])
  const pairs = encoded(
    `<?xml version="1.0" encoding="big5"?><rss>${item('1', '財布')}</rss>`,
    'big5',
  )
  expect(values(await items(pairs))).toMatchObject([{ title: '財布' }])
  pairs.set([0xfe, 0xfe], pairs.indexOf(encoded('財', 'big5')))
  expect(problems(await items(pairs))).toEqual(['1: contains bytes that are not big5'])
})

test('a feed that declares nothing is UTF-8, or asks for its encoding', async () => {
  const text = '<rss><item><id>1</id><title>本革のハンドバッグ</title></item></rss>'
  const bytes = encoded(text, 'shift_jis')
  const { readings, rows } = await openMerchantXml(streamed(bytes))
  expect(readings?.map(({ encoding }) => encoding)).toContain('shift_jis')
  expect(values(await read(rows))).toEqual([])
  const stated = await openMerchantXml(streamed(bytes), { encoding: 'shift_jis' })
  expect(values(await read(stated.rows))).toMatchObject([{ title: '本革のハンドバッグ' }])
  const unknown = await openMerchantXml(streamed(bytes), { encoding: 'klingon' })
  expect(problems(await read(unknown.rows))).toEqual([
    expect.stringMatching(/its encoding is unknown/),
  ])
  const marked = Buffer.from(`\ufeff${text}`)
  const beside = await openMerchantXml(streamed(marked), { encoding: 'windows-1252' })
  expect(values(await read(beside.rows))).toMatchObject([{ title: '本革のハンドバッグ' }])
})

test('endless, deep and other documents are reported', async () => {
  const limits = { rowBytes: 1000, depth: 10 }
  const of = async (text: string) =>
    problems(
      await read((await openMerchantXml(inPieces(Buffer.from(text), [300]), { limits })).rows),
    )
  expect(await of(`<rss><item><id>${'x'.repeat(5000)}`)).toEqual([
    expect.stringMatching(/contains a text longer than 1,000 bytes/),
  ])
  expect(await of(`<rss><item><id>1</id><title>${'x'.repeat(1100)}</title></item></rss>`)).toEqual([
    expect.stringMatching(/is longer than 1,000 bytes or has more than 1000 fields/),
  ])
  expect(await of('<a>'.repeat(20))).toEqual([
    expect.stringMatching(/nested deeper than 10 levels/),
  ])
  expect(await of('<html></html>')).toEqual([
    expect.stringMatching(/contains no <item> and no <entry>/),
  ])
})
