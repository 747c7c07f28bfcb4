import { readFileSync } from 'node:fs'
import type { Listing } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { sendEveryWay } from '../../../test/ways-in-fixture.ts'

const samples = new URL('../../../../../samples/listings.ndjson', import.meta.url)

/** The sample listings, with the fields that a table has columns for. */
const listings = readFileSync(samples, 'utf8')
  .split('\n', 300)
  .map((line): Listing => {
    const { id, title, description, price, seller, brand, category, language } = JSON.parse(
      line,
    ) as Listing
    return {
      id,
      title,
      ...(description !== undefined && { description }),
      ...(price && { price }),
      ...(seller && { seller: { id: seller.id } }),
      ...(brand !== undefined && { brand }),
      ...(category !== undefined && { category }),
      ...(language !== undefined && { language }),
    }
  })

onOneEngine((engine) => {
  test('listings arrive alike as batch, CSV and workbook; only a changed price is reassessed', async () => {
    const all = await sendEveryWay(await engine.newStore(), listings)
    const [batch] = all
    for (const { way, first, again, stored, judgedAgain } of all) {
      expect([way, first]).toEqual([way, { new: listings.length, changed: 0, unchanged: 0 }])
      expect([way, again]).toEqual([way, { new: 0, changed: 1, unchanged: listings.length - 1 }])
      expect([way, judgedAgain]).toEqual([way, 1])
      const others = [...stored].filter(([id, text]) => batch?.stored.get(id) !== text)
      expect([way, stored.size, others]).toEqual([way, listings.length, []])
    }
  })
})
