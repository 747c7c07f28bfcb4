import type { Catalog, ImportResult } from '@touchstone/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator, tenantContext } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { listEvents } from '../audit/index.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { importCatalog, type Import } from './import.ts'
import type { CatalogActor } from './policy.ts'
import {
  exportCatalog,
  listProducts,
  listVersions,
  putBrand,
  putProduct,
  readBrand,
  removeBrand,
  removeProduct,
} from './service.ts'
import { markBrandsRemoved, saveBrands } from './store.ts'

const acme = { id: 'acme', name: 'Acme', productTypes: ['handbag'] }
const borealis = { id: 'borealis', name: 'Borealis' }
const tote = { id: 'T-1', brand: 'acme', name: 'Acme Tote', productType: 'handbag' }
const belt = { id: 'B-1', brand: 'borealis', name: 'Borealis Belt' }

onBothEngines((engine) => {
  let store: Store
  let count = 0

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  /** An organisation with its own catalog, and an admin of it. */
  async function house(catalog: Catalog = { brands: [] }) {
    const { id: organisationId } = await newOrganisation(store, `house-${++count}`, {
      kind: 'rights-holder',
    })
    const actor: CatalogActor & { kind: 'person' } = {
      ...{ kind: 'person', id: 'ada', organisationId, roles: ['admin'] },
    }
    const asked = { actor, organisationId }
    const send = (
      source: string | Uint8Array | { document: unknown },
      more: Partial<Import> = {},
    ): Promise<ImportResult> => {
      async function* bytes() {
        yield typeof source === 'string' ? Buffer.from(source) : (source as Uint8Array)
      }
      const isFile = typeof source === 'string' || source instanceof Uint8Array
      return importCatalog({
        ...{ store, ...asked, source: isFile ? { bytes: bytes() } : source },
        ...more,
      })
    }
    const run = <I, O>(
      useCase: (
        all: typeof asked & { handle: Parameters<typeof exportCatalog>[0]['handle']; input: I },
      ) => Promise<O>,
      input: I,
      by: CatalogActor = actor,
    ): Promise<O> =>
      store.transact(tenantContext(organisationId, 'ada'), (handle) =>
        useCase({ ...asked, actor: by as typeof actor, handle, input }),
      )
    if (catalog.brands.length > 0) await send({ document: catalog })
    return { organisationId, actor, send, run, exported: () => run(exportCatalog, undefined) }
  }

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

    test('is told what is wrong with single entries, and the others are taken', async () => {
      const { send, exported } = await house({ brands: [borealis] })
      const { faults, failed, products } = await send({
        document: {
          brands: [acme, { id: 'Bad Id', name: 'Bad' }, acme],
          products: [
            tote,
            { ...tote, id: 'T-2', gtin: '4006381333930' },
            { ...tote, id: 'T-3', brand: 'nobody' },
            // Of a brand that is kept and not in the document.
            belt,
            { id: 'T-4', brand: 'acme' },
            'no product',
            { ...tote, id: 'T\0' },
          ],
        },
      })
      expect([failed, products.added]).toEqual([7, 2])
      expect(faults.map(({ pointer, message }) => `${pointer}: ${message}`).sort()).toEqual([
        expect.stringMatching(/^\/brands\/1\/id: .*must be small letters.*write "bad-id"/),
        expect.stringMatching(/^\/brands\/2\/id: .*stands in row 1 of this file too/),
        expect.stringMatching(/^\/products\/1\/gtin: .*check digit 0.*"4006381333931"/),
        expect.stringMatching(/^\/products\/2\/brand: .*not the id of any brand/),
        expect.stringMatching(/^\/products\/4\/name: .*is missing/),
        expect.stringMatching(/^\/products\/5: .*must be an object/),
        expect.stringMatching(/^\/products\/6\/id: .*no store keeps/),
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
    ])('that cannot be read at all is told why: %s', async (text, words) => {
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
          ...{ row: 1, line: 0, pointer: '/products/0/productType' },
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
        ...{ row: 2, line: 0, kind: 'product', id: 'T-1' },
        ...{ state: 'changed', changed: ['name'] },
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
        ...{ row: 0, line: 0, kind: 'brand', id: 'borealis', state: 'removed', changed: [] },
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
          ...{ ...tote, images: [{ path: 'tote.jpg' }], note: 'kept', status: 'made' },
          ...{ gtin: '4006381333931', styleCodes: ['A12 345', 'A12 346'] },
          msrp: [{ amount: '1299', currency: 'EUR', market: 'DE' }],
        },
        {
          ...{ id: 'T-2', brand: 'acme', name: 'Acme Clutch', status: 'announced' },
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
    ])('is told field, value and mend: %s', async (csv, pointer, found, mend) => {
      const { send } = await house({ brands: [acme] })
      const { failed, faults } = await send(csv)
      expect([failed, faults[0]?.pointer]).toEqual([1, pointer])
      expect(faults[0]?.message).toContain(found)
      expect(faults[0]?.message).toContain(mend)
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
          ...{ id: 'T-1', brand: 'acme', name: 'Acme Tote', styleCodes: ['A12 345'] },
          ...{ gtin: '4006381333931', productType: 'handbag' },
          msrp: [{ amount: '1299', currency: 'USD' }],
          images: [{ url: 'https://shop.example/a.jpg' }],
        },
      ])
    }
  })

  describe('trademark records', () => {
    const record = (inside: string, attributes = ''): string =>
      `<tmk:Trademark ${attributes}>${inside}</tmk:Trademark>`
    const register = (...records: string[]): string =>
      `<?xml version="1.0"?><tmk:TrademarkTransaction xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:st96Version="V7_1"><tmk:TrademarkBag>${records.join('')}</tmk:TrademarkBag></tmk:TrademarkTransaction>`
    const applied = `<com:RegistrationOfficeCode>EM</com:RegistrationOfficeCode>
      <com:ApplicationNumber><com:ApplicationNumberText>018000001</com:ApplicationNumberText></com:ApplicationNumber>
      <tmk:MarkRepresentation><tmk:MarkReproduction><tmk:WordMarkSpecification><tmk:MarkVerbalElementText>ACME</tmk:MarkVerbalElementText></tmk:WordMarkSpecification></tmk:MarkReproduction></tmk:MarkRepresentation>
      <tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag><tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode><tmk:ClassNumber>18</tmk:ClassNumber></tmk:GoodsServicesClassification></tmk:GoodsServicesClassificationBag></tmk:GoodsServices></tmk:GoodsServicesBag>`
    const registered = `${applied}<com:RegistrationNumber>018000001</com:RegistrationNumber><com:ExpiryDate>2036-07-01</com:ExpiryDate>`

    test('add rights to the brand of their words, and renew them when they come again', async () => {
      const manual = { kind: 'design' as const, territory: ['EM'] }
      const { send, run } = await house({ brands: [{ ...acme, rights: [manual] }] })
      expect(await send(register(record(applied)))).toMatchObject({
        format: 'trademark-xml',
        rights: { added: 1 },
        rows: [{ row: 1, kind: 'right', id: 'EM 018000001', state: 'added' }],
      })
      expect(await send(register(record(registered)))).toMatchObject({ rights: { changed: 1 } })
      expect(await send(register(record(registered)))).toMatchObject({ rights: { unchanged: 1 } })
      const { content, version } = await run(readBrand, { id: 'acme' })
      expect([version, content.rights]).toEqual([
        3,
        [
          manual,
          {
            ...{ kind: 'trademark', office: 'EM', territory: ['EM'], number: '018000001' },
            ...{ applicationNumber: '018000001', niceClasses: [18], words: 'ACME' },
            validUntil: '2036-07-01',
          },
        ],
      ])
    })

    test('go to the brand that the caller names; a withdrawn one takes its right away', async () => {
      const { send, run } = await house({ brands: [borealis] })
      const { faults } = await send(register(record(applied)))
      expect(faults[0]?.message).toMatch(/name of no brand of this catalog; found "ACME"/)
      expect(await send(register(record(applied)), { brand: 'borealis' })).toMatchObject({
        rights: { added: 1 },
      })
      const gone = record(applied, 'com:operationCategory="Delete"')
      expect(await send(register(gone), { brand: 'borealis' })).toMatchObject({
        rights: { removed: 1 },
      })
      expect((await run(readBrand, { id: 'borealis' })).content.rights).toEqual([])
      await expect(send(register(gone), { brand: 'nobody' })).rejects.toMatchObject({
        code: 'not-found',
      })
      await expect(send(register(gone), { replace: true })).rejects.toMatchObject({
        pointer: '/replace',
      })
    })

    test('are told what is wrong, each by itself', async () => {
      const { send } = await house({ brands: [acme] })
      const { faults, rights } = await send(
        register(
          record(applied.replace('>EM<', '>Europe<')),
          record(registered.replace('2036-07-01', '1 July')),
          record(applied),
        ),
      )
      expect(rights.added).toBe(1)
      expect(faults.map(({ row, message }) => [row, message])).toEqual([
        [1, expect.stringContaining('/RegistrationOfficeCode is no code of an office; found "Eur')],
        [2, expect.stringContaining('/ExpiryDate is no date; found "1 July"; write it as')],
      ])
    })
  })

  describe('one entry', () => {
    test('is written only on the version that the caller read, and a refusal says what changed', async () => {
      const { run } = await house()
      const put = (value: object, expected?: number) =>
        run(putBrand, { id: 'acme', value, ...(expected !== undefined && { expected }) })
      expect(await put(acme, 0)).toMatchObject({ state: 'added', version: 1 })
      await expect(put(acme, 0)).rejects.toMatchObject({ code: 'conflict' })
      expect(await put({ ...acme, owner: 'acme-group' }, 1)).toMatchObject({
        ...{ state: 'changed', version: 2, changed: ['owner'] },
      })
      await put({ ...acme, owner: 'acme-group', niceClasses: [18] })
      await expect(put({ ...acme, name: 'ACME' }, 1)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(
          /is at version 3, not 1: version 2 changed owner; version 3 changed niceClasses\. Read/,
        ) as string,
      })
      expect(await put({ ...acme, owner: 'acme-group', niceClasses: [18] }, 3)).toMatchObject({
        ...{ state: 'unchanged', version: 3 },
      })
    })

    test('keeps its versions, also after it was removed and came back', async () => {
      const { run } = await house({ brands: [acme], products: [tote] })
      await run(putProduct, { id: 'T-1', value: { ...tote, name: 'Tote' } })
      expect(await run(removeBrand, { id: 'acme' })).toMatchObject({ version: 2, products: 1 })
      await expect(run(readBrand, { id: 'acme' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(run(removeProduct, { id: 'T-1' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(run(putProduct, { id: 'T-1', value: tote })).rejects.toMatchObject({
        code: 'bad-catalog',
        pointer: '/brand',
      })
      await run(putBrand, { id: 'acme', value: acme })
      await run(putProduct, { id: 'T-1', value: tote })
      const versions = await run(listVersions, { kind: 'product', id: 'T-1', limit: 10 })
      expect(versions.map(({ version, state, changed }) => [version, state, changed])).toEqual([
        [4, 'added', []],
        [3, 'removed', []],
        [2, 'changed', ['name']],
        [1, 'added', []],
      ])
      expect(versions[2]?.content).toEqual({ ...tote, name: 'Tote' })
    })

    test('is refused under another id than its address says, and where it is no brand', async () => {
      const { run } = await house()
      await expect(run(putBrand, { id: 'acme', value: borealis })).rejects.toMatchObject({
        pointer: '/id',
        message: expect.stringContaining('found "borealis"; write "acme"') as string,
      })
      await expect(run(putBrand, { id: 'acme', value: { id: 'acme' } })).rejects.toMatchObject({
        code: 'bad-catalog',
        pointer: '/name',
      })
    })
  })

  test('whoever is bounded to brands sees and changes those alone', async () => {
    const { actor, send, run } = await house({ brands: [acme, borealis], products: [tote, belt] })
    const bounded: CatalogActor = { ...actor, roles: ['analyst'], brands: ['acme'] }
    const catalog = await run(exportCatalog, undefined, bounded)
    expect(catalog).toEqual({ brands: [acme], products: [tote] })
    await expect(run(readBrand, { id: 'borealis' }, bounded)).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await run(listProducts, { brand: 'borealis', limit: 9 }, bounded)).toEqual([])
    const { failed, products } = await send(
      {
        document: {
          brands: [],
          products: [
            { ...belt, brand: 'acme' },
            { ...tote, id: 'T-7' },
          ],
        },
      },
      { actor: bounded, replace: false },
    )
    expect([failed, products.added]).toEqual([1, 1])
    // Replacing removes nothing of what is not theirs.
    await send({ document: { brands: [acme], products: [] } }, { actor: bounded, replace: true })
    expect(await run(exportCatalog, undefined)).toEqual({
      brands: [acme, borealis],
      products: [belt],
    })
  })

  test('every change is in the log, with who and how much, and nothing else is', async () => {
    const { organisationId, send, run } = await house()
    await send({ document: { brands: [acme], products: [tote] } })
    await send({ document: { brands: [acme], products: [tote] } })
    await send({ document: { brands: [borealis] } }, { preview: true })
    await run(removeProduct, { id: 'T-1' })
    const events = await asOperator(store, (handle) => listEvents({ handle, organisationId }))
    const changes = events.filter(({ action }) => action === 'catalog-changed')
    expect(changes.map(({ detail }) => detail)).toEqual([
      { by: 'delete', products: { removed: 1 }, entries: ['product T-1'] },
      {
        ...{ by: 'import', format: 'json', brands: { added: 1 }, products: { added: 1 } },
        entries: ['brand acme', 'product T-1'],
      },
    ])
    const [version] = await run(listVersions, { kind: 'product', id: 'T-1', limit: 1 })
    expect(changes[0]?.subjectId).toBe(version?.changeId)
  })

  test('the operator imports for an organisation; another organisation sees none of it', async () => {
    const { organisationId } = await house()
    const source = { document: { brands: [acme] } }
    await importCatalog({ store, actor: operator, organisationId, source })
    const other = await house()
    expect(await other.exported()).toEqual({ brands: [], products: [] })
    await expect(
      importCatalog({ store, actor: other.actor, organisationId, source }),
    ).rejects.toMatchObject({ code: 'not-allowed' })
  })

  test('row-level security holds where no check of this room is asked', async () => {
    const one = await house({ brands: [acme], products: [tote] })
    const other = await house()
    const tables = ['brands', 'products', 'catalog_versions', 'catalog_revisions'] as const
    for (const table of tables) {
      const seen = await store.transact(tenantContext(other.organisationId), (handle) =>
        handle.selectFrom(table).select('organisation_id').execute(),
      )
      expect(seen.filter((row) => row.organisation_id !== other.organisationId)).toEqual([])
    }
    await expect(
      store.transact(tenantContext(other.organisationId), (handle) =>
        saveBrands(handle, one.organisationId, [
          { id: 'acme', version: 9, content: borealis, removed: false },
        ]),
      ),
    ).rejects.toThrow()
    await store.transact(tenantContext(other.organisationId), async (handle) => {
      expect(await markBrandsRemoved(handle, one.organisationId, ['acme'])).toEqual([])
    })
    expect(await one.exported()).toEqual({ brands: [acme], products: [tote] })
  })

  test('of two writers on one version one is taken, the other is told', async () => {
    const { run } = await house({ brands: [acme] })
    const results = await Promise.allSettled(
      ['one', 'two', 'three'].map((owner) =>
        run(putBrand, { id: 'acme', value: { ...acme, owner }, expected: 1 }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' })
    }
    expect((await run(readBrand, { id: 'acme' })).version).toBe(2)
  })

  test('any catalog that is taken comes out equal, whatever it holds beyond the contract', async () => {
    const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/)
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => {
      return name.trim() !== '' && !name.includes('\0') && name.isWellFormed()
    })
    const free = fc.dictionary(fc.constantFrom('note', 'x-a', 'Ä', 'a/b~'), fc.jsonValue())
    const brand = fc.record({ id, name: text, aliases: fc.array(fc.record({ text })) })
    const product = fc.record({
      ...{ id: text, brand: fc.nat(3), name: text, styleCodes: fc.array(text, { maxLength: 2 }) },
      more: free,
    })
    const catalogs = fc.record({
      brands: fc.uniqueArray(brand, { minLength: 1, maxLength: 4, selector: (one) => one.id }),
      products: fc.uniqueArray(product, { maxLength: 6, selector: (one) => one.id }),
    })
    const { send, exported } = await house()
    await fc.assert(
      fc.asyncProperty(catalogs, async ({ brands, products }) => {
        const catalog = JSON.parse(
          JSON.stringify({
            brands,
            products: products.map(({ brand: at, more, ...one }) => ({
              ...more,
              ...one,
              brand: brands[at % brands.length]?.id,
            })),
          }),
        ) as Catalog
        const taken = await send({ document: catalog }, { replace: true })
        expect(taken.faults).toEqual([])
        const out = await exported()
        const byId = (one: { id: string }, other: { id: string }) =>
          Buffer.compare(Buffer.from(one.id), Buffer.from(other.id))
        expect(out.brands).toEqual(catalog.brands.toSorted(byId))
        expect(out.products).toEqual(catalog.products?.toSorted(byId))
        const again = await send(JSON.stringify(out), { replace: true })
        expect(again.rows).toEqual([])
        expect([again.brands.unchanged, again.products.unchanged]).toEqual([
          brands.length,
          products.length,
        ])
      }),
      { numRuns: 40 },
    )
  })
})
