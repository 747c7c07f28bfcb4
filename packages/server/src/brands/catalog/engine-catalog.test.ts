import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Catalog } from '@touchstone/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine, postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import type { Poller } from '../../platform/poller/index.ts'
import { engineCatalog } from './engine-catalog.ts'
import { importCatalog } from './import-catalog.ts'
import type { ApprovedBrand } from './types.ts'
import { insertChangeNumber } from './repository.ts'
import { watchCatalog, type WatchOptions } from './watch-catalog.ts'

const brand = (id: string, more: object = {}) => ({ id, name: id.toUpperCase(), ...more })
const product = (id: string, of: string) => ({ id, brand: of, name: `Bag ${id}` })

onOneEngine((engine) => {
  let store: Store
  let count = 0
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  async function house(catalog: Catalog): Promise<string> {
    const { id } = await newOrganisation(store, `house-${++count}`, { kind: 'rights-holder' })
    await send(id, catalog)
    return id
  }
  const send = (organisationId: string, catalog: Catalog, replace = false) =>
    importCatalog({
      store,
      actor: operator,
      organisationId,
      replace,
      source: { document: catalog },
    })
  const approve = (organisationId: string, ...brandIds: string[]): ApprovedBrand[] =>
    brandIds.map((brandId) => ({ organisationId, brandId, keys: [organisationId] }))
  const compiled = (approved: ApprovedBrand[]) =>
    engineCatalog({ read: (work) => asOperator(store, work), approved, today: '2026-11-26' })

  describe('the catalog of the engine', () => {
    test('contains only approved brands, with their products, in the order of approval', async () => {
      const one = await house({
        brands: [brand('aa'), brand('bb')],
        products: [product('1', 'bb'), product('2', 'aa')],
      })
      const other = await house({ brands: [brand('cc')], products: [product('3', 'cc')] })
      expect(await compiled([])).toEqual({ brands: [], products: [], keys: {} })
      expect(await compiled([...approve(other, 'cc'), ...approve(one, 'bb', 'zz')])).toEqual({
        brands: [brand('cc'), brand('bb')],
        products: [product('3', 'cc'), product('1', 'bb')],
        keys: { cc: [other], bb: [one] },
      })
    })

    test('takes a brand of two organisations from the first, with the products of that one', async () => {
      const one = await house({ brands: [brand('dd', { owner: 'one' })] })
      const other = await house({ brands: [brand('dd')], products: [product('1', 'dd')] })
      expect(await compiled([...approve(one, 'dd'), ...approve(other, 'dd')])).toEqual({
        brands: [brand('dd', { owner: 'one' })],
        products: [],
        keys: { dd: [one] },
      })
    })

    test('distinguishes products of two organisations with the same number', async () => {
      const one = await house({ brands: [brand('ee')], products: [product('1', 'ee')] })
      const other = await house({ brands: [brand('ff')], products: [product('1', 'ff')] })
      const { products } = await compiled([...approve(one, 'ee'), ...approve(other, 'ff')])
      expect(products?.map(({ id }) => id)).toEqual(['1', 'ff/1'])
    })

    test('leaves out removed products', async () => {
      const one = await house({ brands: [brand('gg')], products: [product('1', 'gg')] })
      await send(one, { brands: [] }, true)
      expect(await compiled(approve(one, 'gg'))).toEqual({ brands: [], products: [], keys: {} })
    })
  })

  describe('the watch', () => {
    let watch: Poller | undefined
    const catalogs: Catalog[] = []
    const start = (options: Partial<WatchOptions> & Pick<WatchOptions, 'approved'>): void => {
      catalogs.length = 0
      watch = watchCatalog({
        store,
        everyMs: 50,
        onChange: (catalog) => void catalogs.push(catalog),
        ...options,
      })
    }
    const until = async (isDone: () => boolean): Promise<void> =>
      expect.poll(isDone, { interval: 10 }).toBe(true)

    test('reports the initial state, then each change, and nothing without one', async () => {
      const one = await house({ brands: [brand('hh'), brand('quiet')] })
      start({ approved: async () => approve(one, 'hh'), everyMs: 300 })
      await until(() => catalogs.length === 1)
      await send(one, { brands: [brand('hh', { owner: 'one' })] })
      await until(() => catalogs.length === 2)
      expect(catalogs[1]?.brands).toEqual([brand('hh', { owner: 'one' })])
      await send(one, { brands: [brand('quiet', { owner: 'one' })] })
      await sleep(700)
      expect(catalogs).toHaveLength(2)
      await watch?.stop()
      await send(one, { brands: [brand('hh')] })
      await sleep(400)
      expect(catalogs).toHaveLength(2)
    })

    test('reports an approved brand, and one whose approval ended', async () => {
      const one = await house({ brands: [brand('ii')] })
      let approved: ApprovedBrand[] = []
      start({ approved: async () => approved })
      await sleep(200)
      expect(catalogs).toEqual([])
      approved = approve(one, 'ii')
      await until(() => catalogs.length === 1)
      approved = []
      await until(() => catalogs.length === 2)
      expect(catalogs[1]).toEqual({ brands: [], products: [], keys: {} })
      await watch?.stop()
    })

    test('misses no change among many at once', async () => {
      const many = Array.from({ length: 8 }, (_, at) => brand(`many-${at}`))
      const houses = await Promise.all(many.map((one) => house({ brands: [one] })))
      const approved = houses.map((organisationId, at) => ({
        organisationId,
        brandId: `many-${at}`,
        keys: [organisationId],
      }))
      start({ approved: async () => approved })
      await until(() => catalogs.length > 0)
      await Promise.all(
        houses.map((id, at) => send(id, { brands: [brand(`many-${at}`, { owner: 'last' })] })),
      )
      await until(() => catalogs.at(-1)?.brands.every(({ owner }) => owner === 'last') === true)
      await watch?.stop()
    })

    test('finds no number before a lower one, however long the change before takes', async () => {
      const [one, two] = [await house({ brands: [] }), await house({ brands: [] })]
      const inserted = Promise.withResolvers<void>()
      const gate = Promise.withResolvers<void>()
      const slow = asOperator(store, async (handle) => {
        await insertChangeNumber(handle, one, randomUUID())
        inserted.resolve()
        await gate.promise
      })
      await inserted.promise
      let isKept = false
      const quick = send(two, { brands: [brand('kk')] }).then(() => (isKept = true))
      await sleep(300)
      expect(isKept).toBe(false)
      gate.resolve()
      await Promise.all([slow, quick])
    })

    test('continues after the store was unavailable and after a change failed to apply', async () => {
      const one = await house({ brands: [brand('jj')] })
      const faults: unknown[] = []
      let isUnavailable = true
      let looks = 0
      let refuses = true
      let refused = 0
      start({
        approved: async () => {
          looks += 1
          if (isUnavailable) throw new Error('the store is away')
          return approve(one, 'jj')
        },
        onChange: (catalog) => {
          if (refuses) throw new Error(`does not compile, ${++refused}`)
          catalogs.push(catalog)
        },
        onFault: (error) => faults.push(error),
      })
      await until(() => looks > 3)
      expect(faults).toHaveLength(1)
      isUnavailable = false
      await until(() => refused > 1)
      refuses = false
      await until(() => catalogs.length === 1)
      await watch?.stop()
    })
  })
})

describe.skipIf(postgresqlMissing !== undefined)('with a server that goes away', () => {
  const server = postgresqlServer()
  test('the watch continues once it is back, and reports changes', async () => {
    const store = await openStore(await newDatabase(server()))
    const { id } = await newOrganisation(store, 'house', { kind: 'rights-holder' })
    const catalogs: Catalog[] = []
    const faults: unknown[] = []
    const watch = watchCatalog({
      store,
      everyMs: 100,
      approved: async () => [{ organisationId: id, brandId: 'll', keys: [id] }],
      onChange: (catalog) => catalogs.push(catalog),
      onFault: (error) => faults.push(error),
    })
    await server().crash()
    await expect.poll(() => faults.length).toBe(1)
    await server().start()
    const source = { document: { brands: [brand('ll')] } }
    await importCatalog({ store, actor: operator, organisationId: id, source })
    await expect.poll(() => catalogs.length).toBe(1)
    expect(catalogs).toEqual([{ brands: [brand('ll')], products: [], keys: { ll: [id] } }])
    expect(faults).toHaveLength(1)
    await watch.stop()
    await store.close()
  })
})
