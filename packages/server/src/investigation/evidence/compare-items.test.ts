import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { TestShop } from '../../../test/shop.ts'
import { capture, findChromium } from '../captures/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { runCapture, type EvidenceDependencies } from './run-captures.ts'
import {
  compareCapture,
  readCapture,
  requestCapture,
  type CaptureComparison,
} from './manage-captures.ts'

const chromium = await findChromium(process.env)
const shop = new TestShop()
const folder = mkdtempSync(join(tmpdir(), 'touchstone-changes-'))
beforeAll(() => shop.open())
afterAll(() => {
  shop.close()
  rmSync(folder, { recursive: true })
})

const listing = (price: string, seller: string, colour: string): string => `
  <script type="application/ld+json">${JSON.stringify({
    '@type': 'Product',
    name: 'Sandal Velmoraq KW',
    offers: {
      '@type': 'Offer',
      price,
      priceCurrency: 'IDR',
      seller: { '@type': 'Organization', name: seller },
    },
  })}</script>
  <h1>Sandal Velmoraq KW</h1><p>Rp ${price}</p><p>${seller}</p><img src="/changing.png">
  <div style="position:absolute;left:640px;top:480px;width:80px;height:80px;background:${colour}"></div>`
const pictureOf = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: colour } })
    .png()
    .toBuffer()

onOneEngine((engine) => {
  let store: Store
  let analyst: Actor & { kind: 'person' }
  let evidence: EvidenceDependencies
  const url = (): string => `http://toko.example:${shop.port}/changing`
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    analyst = personOf((await newOrganisation(store, 'market-a')).id, ['analyst'])
    evidence = newEvidence(store, join(folder, engine.name), {
      capture: (request) =>
        capture({
          ...request,
          chromium: chromium!,
          version: '0.1.0',
          lookup: async () => [{ address: '127.0.0.1' }],
          testAllowances: [{ address: '127.0.0.1', port: shop.port }],
        }),
    })
  })
  afterAll(() => store?.close())

  const captured = async (changing: TestShop['changing']): Promise<string> => {
    shop.changing = changing
    const input = { url: url(), reason: 'The title says “KW”.' }
    const { id } = await store.transact(contextOf(analyst), (handle) =>
      requestCapture({ handle, actor: analyst, input }),
    )
    await runCapture(evidence, id)
    return id
  }
  const compared = (id: string, against?: string): Promise<CaptureComparison> =>
    compareCapture(evidence, { actor: analyst, input: { id, against } })

  const ofChromium = describe.skipIf(chromium === undefined)
  // Captures and their comparison do not depend on the engine.
  if (engine.name === 'embedded')
    ofChromium('captured again', () => {
      test('a page is reported as unchanged, as changed in named aspects, and as gone, whatever came between', async () => {
        const plain = {
          body: listing('90000', 'Toko Ayu', '#fff'),
          picture: await pictureOf('red'),
        }
        const first = await captured(plain)
        const alone = await compared(first)
        expect([alone.before, alone.changes.state]).toEqual([null, 'unknown'])

        const again = await captured(plain)
        const same = (await compared(again)).changes
        expect([same.state, same.aspects, same.notes]).toEqual(['same', [], []])
        expect(same.pictures).toMatchObject({ kept: 1, added: [], removed: [] })

        const blocked = await captured({ ...plain, status: 403 })
        expect((await compared(blocked)).changes).toMatchObject({ state: 'blocked', aspects: [] })

        const other = await captured({
          body: listing('120000', 'Toko Budi', '#000'),
          picture: await pictureOf('blue'),
        })
        const { before, changes } = await compared(other)
        expect(before?.id).toBe(again)
        expect(changes.state).toBe('changed')
        expect(changes.aspects).toEqual(['price', 'seller', 'text', 'pictures', 'look'])
        expect(changes.sentence).toBe(
          'Between the two captures the price, the seller, the text, the pictures and the look changed.',
        )
        expect(changes.facts).toContainEqual({
          aspect: 'price',
          before: '90000 IDR',
          after: '120000 IDR',
        })
        const lines = (kind: string): string[] =>
          changes.text.parts.filter((part) => part.kind === kind).flatMap((part) => part.lines)
        expect(lines('removed').join(' ')).toContain('Toko Ayu')
        expect(lines('added').join(' ')).toContain('Toko Budi')
        expect(changes.pictures).toMatchObject({ kept: 0, added: [{ url: `${url()}.png` }] })
        const [view] = changes.views
        expect(view).toMatchObject({ before: 'page-1.png', after: 'page-1.png', width: 1280 })
        expect(view?.regions).toContainEqual({ x: 640, y: 480, width: 80, height: 80 })

        const removedPage = await captured({ ...plain, status: 404 })
        expect((await compared(removedPage)).changes.state).toBe('gone')
        expect((await compared(removedPage, first)).before?.id).toBe(first)
        const back = await captured(plain)
        expect((await compared(back, removedPage)).changes).toMatchObject({
          state: 'unknown',
          sentence: expect.stringMatching(/but not in the earlier capture/) as string,
        })
      })
    })

  test('a comparison is recorded in the custody of both', async () => {
    const { capture: nothingCame } = newEvidence(store, join(folder, engine.name))
    const nothing = { ...evidence, capture: nothingCame }
    const ids: string[] = []
    for (let at = 0; at < 2; at++) {
      const input = { url: 'https://toko.example/other', reason: 'x' }
      const { id } = await store.transact(contextOf(analyst), (handle) =>
        requestCapture({ handle, actor: analyst, input }),
      )
      await runCapture(nothing, id)
      ids.push(id)
    }
    const { before, changes } = await compared(ids[1]!)
    expect([before?.id, changes.state]).toEqual([ids[0], 'error'])
    for (const id of ids) {
      const { custody } = await store.transact(contextOf(analyst), (handle) =>
        readCapture({ handle, actor: analyst, input: { id } }),
      )
      const steps = custody.map(({ reason }) => reason)
      expect(steps.filter((reason) => /^Compared with another/.test(reason))).toHaveLength(1)
    }
  })
})
