import type { Catalog } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOperator, operator, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { listEvents } from '../../access/audit/index.ts'
import { importCatalog } from './import-catalog.ts'
import { listVersions, removeProduct } from './manage-catalog.ts'
import { markBrandsRemoved, saveBrands } from './repository.ts'
import { documentTests } from './test/documents.ts'
import { entryTests } from './test/entries.ts'
import { acme, borealis, catalogOwnersOn, tote } from './test/catalog-owners.ts'
import { tableTests } from './test/tables.ts'
import { trademarkTests } from './test/trademarks.ts'

// One store for all tests: opening one takes longer than most of them.
onOneEngine((engine) => {
  const houses = catalogOwnersOn(engine)
  const { store, house } = houses

  documentTests(houses)
  tableTests(houses)
  trademarkTests(houses)
  entryTests(houses)

  test('every change is in the log, with who and how much, and nothing else is', async () => {
    const { organisationId, send, run } = await house()
    await send({ document: { brands: [acme], products: [tote] } })
    await send({ document: { brands: [acme], products: [tote] } })
    await send({ document: { brands: [borealis] } }, { preview: true })
    await run(removeProduct, { id: 'T-1' })
    const events = await asOperator(store(), (handle) => listEvents({ handle, organisationId }))
    const changes = events.filter(({ action }) => action === 'catalog-changed')
    expect(changes.map(({ detail }) => detail)).toEqual([
      { by: 'delete', products: { removed: 1 }, entries: ['product T-1'] },
      {
        by: 'import',
        format: 'json',
        brands: { added: 1 },
        products: { added: 1 },
        entries: ['brand acme', 'product T-1'],
      },
    ])
    const [version] = await run(listVersions, { kind: 'product', id: 'T-1', limit: 1 })
    expect(changes[0]?.subjectId).toBe(version?.changeId)
  })

  test('the operator imports for an organisation; another organisation sees none of it', async () => {
    const { organisationId } = await house()
    const source = { document: { brands: [acme] } }
    await importCatalog({ store: store(), actor: operator, organisationId, source })
    const other = await house()
    expect(await other.exported()).toEqual({ brands: [], products: [] })
    await expect(
      importCatalog({ store: store(), actor: other.actor, organisationId, source }),
    ).rejects.toMatchObject({ class: 'forbidden' })
  })

  test('row-level security works without a check of this room', async () => {
    const one = await house({ brands: [acme], products: [tote] })
    const other = await house()
    const tables = ['brands', 'products', 'catalog_versions', 'catalog_revisions'] as const
    for (const table of tables) {
      const seen = await store().transact(tenantContext(other.organisationId), (handle) =>
        handle.selectFrom(table).select('organisation_id').execute(),
      )
      expect(seen.filter((row) => row.organisation_id !== other.organisationId)).toEqual([])
    }
    await expect(
      store().transact(tenantContext(other.organisationId), (handle) =>
        saveBrands(handle, one.organisationId, [
          { id: 'acme', version: 9, content: borealis, removed: false },
        ]),
      ),
    ).rejects.toThrow()
    await store().transact(tenantContext(other.organisationId), async (handle) => {
      expect(await markBrandsRemoved(handle, one.organisationId, ['acme'])).toEqual([])
    })
    expect(await one.exported()).toEqual({ brands: [acme], products: [tote] })
  })

  test('any accepted catalog is returned unchanged, whatever it contains beyond the contract', async () => {
    const id = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}$/)
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => {
      return name.trim() !== '' && !name.includes('\0') && name.isWellFormed()
    })
    const free = fc.dictionary(fc.constantFrom('note', 'x-a', 'Ä', 'a/b~'), fc.jsonValue())
    const brand = fc.record({ id, name: text, aliases: fc.array(fc.record({ text })) })
    const product = fc.record({
      id: text,
      brand: fc.nat(3),
      name: text,
      styleCodes: fc.array(text, { maxLength: 2 }),
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
