import type { Brand } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  changeUnderway,
  fillCatalog,
  withAlias,
  type CatalogHouse,
} from '../../../test/catalog-change.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { startServing, type Serving } from '../../../test/start-server.ts'
import { openStore } from '../../platform/db/index.ts'

// Fewer than in an alliance: `npm run bench -- catalog-change` measures ten thousand.
const brandCount = 600
/** Longer on a busy machine, in proportion to how much longer a start takes. */
const mostSeconds = 5
const mostStarts = 3

const syllables = ['bro', 'vel', 'tak', 'mir', 'zun', 'gor', 'lip', 'sha', 'dex', 'wan']
const word = (seed: number): string =>
  [...String(seed + 1000)].map((digit) => syllables[Number(digit)]).join('')

const brands = Array.from({ length: brandCount }, (_, n): Brand => ({
  id: `brand-${n}`,
  name: word(n),
  productTypes: ['handbag'],
  aliases: Array.from({ length: 4 }, (_, at) => ({ text: word(n * 4 + at + 2000) })),
}))

onOneEngine((engine) => {
  let server: Serving
  let dependencies: CatalogHouse
  let startSeconds: number
  beforeAll(async () => {
    const config = await engine.newStore()
    const store = await openStore(config)
    dependencies = await fillCatalog(store, { brands }, ['brand-new'])
    await store.close()
    const began = performance.now()
    server = await startServing(config)
    startSeconds = (performance.now() - began) / 1000
  }, 120_000)
  afterAll(() => server?.kill())

  test.each<[what: string, brand: Brand, name: string]>([
    ['another name of a brand', withAlias(brands[555], 'Qorvelinamu'), 'Qorvelinamu'],
    ['a new brand', { id: 'brand-new', name: 'Hexoplarimu' }, 'Hexoplarimu'],
  ])(
    '%s reaches the running engine, and every listing meanwhile is assessed',
    async (_what, brand, name) => {
      const { effect, waits, unanswered } = await changeUnderway(server.url, dependencies, {
        brand,
        name,
      })
      const most = Math.max(mostSeconds, mostStarts * startSeconds)
      expect(effect / 1000).toBeLessThan(most)
      expect(unanswered).toEqual([])
      // It continued meanwhile with the previous catalog.
      expect(waits.length).toBeGreaterThan(20)
      expect(Math.max(...waits) / 1000).toBeLessThan(most / 2)
      expect([server.child.exitCode, server.log()]).toEqual([null, ''])
    },
    90_000,
  )
})
