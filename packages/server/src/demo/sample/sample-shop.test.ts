import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { createOrganisation } from '../../access/organisations/index.ts'
import { capture, findChromium } from '../../investigation/captures/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import type { BuiltInPages } from '../../platform/outbound/index.ts'
import { insertLoading, setSampleState } from './repository.ts'
import { readSamples, sampleShopHost } from './sample-listings.ts'
import { SampleShop } from './sample-shop.ts'

const chromium = await findChromium(process.env)

onOneEngine((engine) => {
  let store: Store
  let shop: SampleShop
  let folder: string
  /** An organisation of the sample, and another one. */
  let own: string
  let other: string

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    shop = new SampleShop(store)
    other = (await newOrganisation(store, 'market-a')).id
    const input = { slug: 'sample-house', name: 'Sample House', kind: 'rights-holder' } as const
    own = (
      await asOperator(store, (handle) =>
        createOrganisation({ handle, actor: operator, input, sample: true }),
      )
    ).id
    folder = await mkdtemp(join(tmpdir(), 'touchstone-shop-'))
  })
  afterAll(async () => {
    await store?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const loaded = async (): Promise<BuiltInPages> => {
    const pages = await shop.pagesFor(own)
    if (pages === undefined) throw new Error('the sample is not loaded')
    return pages
  }

  test('it is open to the sample’s organisations while the sample is loaded', async () => {
    expect(await shop.pagesFor(own)).toBeUndefined()
    await asOperator(store, (handle) => insertLoading(handle, { total: 1, again: false }))
    expect(await shop.pagesFor(own)).toBeUndefined()
    await asOperator(store, (handle) => setSampleState(handle, 'loaded'))
    const pages = await loaded()
    expect(await shop.pagesFor(other)).toBeUndefined()
    const { listings } = await readSamples()
    const sold = listings.filter(({ listing }) => listing.url?.includes(`//${sampleShopHost}/`))
    expect(sold.length).toBeGreaterThan(100)
    for (const { listing } of sold) {
      expect(pages(new URL(listing.url!)), listing.id).toMatchObject({ status: 200 })
      for (const { url } of listing.images ?? []) {
        expect(pages(new URL(url!, listing.url))).toMatchObject({ type: 'image/svg+xml' })
      }
    }
    expect(pages(new URL(`http://${sampleShopHost}/item/none`))).toMatchObject({ status: 404 })
    expect(pages(new URL('http://market-b.example/item/zh-0001'))).toBeUndefined()
    await asOperator(store, (handle) => setSampleState(handle, 'removing'))
    expect(await shop.pagesFor(own)).toBeUndefined()
    await asOperator(store, (handle) => setSampleState(handle, 'loaded'))
  })

  test.skipIf(chromium === undefined)(
    'the capture browser opens a listing with its picture, without reaching any host',
    async () => {
      const { listings } = await readSamples()
      const { listing } = listings.find((one) => one.listing.url?.includes(sampleShopHost))!
      const { outcome, record } = await capture({
        url: listing.url!,
        operator: 'Mira Tolvane',
        reason: 'Evidence for a notice.',
        folder,
        chromium: chromium!,
        version: 'test',
        builtInPages: await loaded(),
        lookup: async (name) => Promise.reject(new Error(`${name} is looked up`)),
      })
      expect(outcome).toBe('captured')
      expect(record.pages).toMatchObject([{ url: listing.url, status: 200, title: listing.title }])
      expect(record.connections.length).toBeGreaterThan(1)
      for (const connection of record.connections) {
        expect(connection).toMatchObject({ host: sampleShopHost, addresses: [], own: true })
      }
    },
  )
})
