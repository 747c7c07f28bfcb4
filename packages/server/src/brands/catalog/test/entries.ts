import { describe, expect, test } from 'vitest'
import type { CatalogActor } from '../policy.ts'
import {
  exportCatalog,
  listProducts,
  listVersions,
  putBrand,
  putProduct,
  readBrand,
  removeBrand,
  removeProduct,
} from '../manage-catalog.ts'
import { acme, belt, borealis, tote, type CatalogOwners } from './catalog-owners.ts'

/** Single brands and products: versions, visibility and write access. */
export function entryTests(houses: CatalogOwners): void {
  const { house } = houses

  describe('one entry', () => {
    test('is written only on the version that the caller read, and a refusal says what changed', async () => {
      const { run } = await house()
      const put = (value: object, expected?: number) =>
        run(putBrand, { id: 'acme', value, ...(expected !== undefined && { expected }) })
      expect(await put(acme, 0)).toMatchObject({ state: 'added', version: 1 })
      await expect(put(acme, 0)).rejects.toMatchObject({ class: 'conflict' })
      expect(await put({ ...acme, owner: 'acme-group' }, 1)).toMatchObject({
        state: 'changed',
        version: 2,
        changed: ['owner'],
      })
      await put({ ...acme, owner: 'acme-group', niceClasses: [18] })
      await expect(put({ ...acme, name: 'ACME' }, 1)).rejects.toMatchObject({
        class: 'conflict',
        message: expect.stringMatching(
          /has version 3, not 1: version 2 changed owner; version 3 changed niceClasses; read/,
        ) as string,
      })
      expect(await put({ ...acme, owner: 'acme-group', niceClasses: [18] }, 3)).toMatchObject({
        state: 'unchanged',
        version: 3,
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

  test('members limited to brands see and change only those', async () => {
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
    // Replacing removes nothing that belongs to others.
    await send({ document: { brands: [acme], products: [] } }, { actor: bounded, replace: true })
    expect(await run(exportCatalog, undefined)).toEqual({
      brands: [acme, borealis],
      products: [belt],
    })
  })

  test('of two writers on one version one succeeds, the other gets a conflict', async () => {
    const { run } = await house({ brands: [acme] })
    const results = await Promise.allSettled(
      ['one', 'two', 'three'].map((owner) =>
        run(putBrand, { id: 'acme', value: { ...acme, owner }, expected: 1 }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ class: 'conflict' })
    }
    expect((await run(readBrand, { id: 'acme' })).version).toBe(2)
  })
}
