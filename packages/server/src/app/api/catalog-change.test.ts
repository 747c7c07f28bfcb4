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
/** In listings sent one by one, which take longer on a busy machine too: there are five seconds in so many. */
const mostListings = 600

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
  beforeAll(async () => {
    const config = await engine.newStore()
    const store = await openStore(config)
    dependencies = await fillCatalog(store, { brands }, ['brand-new'])
    await store.close()
    server = await startServing(config)
  })
  afterAll(() => server?.kill())

  test.each<[what: string, brand: Brand, name: string]>([
    ['another name of a brand', withAlias(brands[555], 'Qorvelinamu'), 'Qorvelinamu'],
    ['a new brand', { id: 'brand-new', name: 'Hexoplarimu' }, 'Hexoplarimu'],
  ])(
    '%s reaches the running engine, and every listing meanwhile is assessed',
    async (_what, brand, name) => {
      const { effect, waits, meanwhile, unanswered } = await changeUnderway(
        server.url,
        dependencies,
        {
          brand,
          name,
        },
      )
      expect(effect).toBeLessThan(Infinity)
      expect(meanwhile).toBeLessThan(mostListings)
      expect(unanswered).toEqual([])
      // It continued meanwhile with the previous catalog, and no listing waited for the whole of the change.
      expect(meanwhile).toBeGreaterThan(5)
      expect(Math.max(...waits)).toBeLessThan(effect)
      expect([server.child.exitCode, server.log()]).toEqual([null, ''])
    },
  )
})
