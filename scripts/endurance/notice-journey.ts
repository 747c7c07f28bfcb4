import { join } from 'node:path'
import type { StoreConfig } from '@touchstone/server'
import { launchChromium } from '../../packages/console/test/browser.ts'
import { buildConsole, openConsole } from '../../packages/console/test/console-fixture.ts'
import {
  beginNoticeJourney,
  noticeSteps,
  prepareNoticeJourney,
} from '../../packages/console/test/journey/notice/index.ts'
import { letBe } from '../../packages/server/test/fire-deadlines.ts'
import { TestShop } from '../../packages/server/test/shop.ts'
import { onEachStore } from './each-store.ts'
import type { WalkedWith } from './console-journey.ts'

/** From a listing to its outcome through the pages of both sides and the seller's, on each store. */
export async function walkNotices(walked: WalkedWith): Promise<void> {
  buildConsole()
  await onEachStore(({ name, config, folder }) => walkOn(name, config, folder, walked))
}

/** Walks until a stretch fails: the next one would start from an incomplete state. */
async function walkOn(
  store: string,
  config: StoreConfig,
  folder: string,
  { pictures, report }: WalkedWith,
): Promise<void> {
  const shop = new TestShop()
  await shop.open()
  const server = await openConsole(
    {},
    { store: config, shopPort: shop.port, prepare: prepareNoticeJourney },
  )
  const browser = await launchChromium()
  let pictureCount = 0
  const way = await beginNoticeJourney({
    server,
    shop,
    browser,
    folder,
    passTime: (moment) =>
      server.whileClosed(async (openedStore) => {
        await letBe(openedStore, moment)
      }),
    ...(pictures !== undefined && {
      look: async (page, what) => {
        const file = `notices-${store}-${String(++pictureCount).padStart(2, '0')}-${what}.png`
        await page.screenshot({ path: join(pictures, file), fullPage: true })
      },
    }),
  })
  try {
    for (const { name, walk } of noticeSteps) {
      const began = performance.now()
      const result = await walk(way).then(
        (summary) => ({ summary, succeeded: true }),
        (error: unknown) => ({ summary: String(error), succeeded: false }),
      )
      report({ store, name, seconds: (performance.now() - began) / 1000, ...result })
      if (!result.succeeded) return
    }
    const complaints = way.complaints()
    const summary = complaints.length === 0 ? 'none' : complaints.join('; ')
    const name = 'what browsers complained of'
    report({ store, name, seconds: 0, summary, succeeded: complaints.length === 0 })
  } finally {
    await way.end()
    await browser.close()
    await server.close()
    shop.close()
  }
}
