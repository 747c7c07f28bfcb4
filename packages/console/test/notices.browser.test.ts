import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onEmbedded } from '@touchstone/server/testing/engines'
import { letBe } from '@touchstone/server/testing/passing-time'
import { TestShop } from '@touchstone/server/testing/shop'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, launch } from './browser.ts'
import { buildConsole, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { beginNoticeJourney, noticeSteps, type NoticeJourney } from './journey/notice/index.ts'

// On both engines the same way is walked by `npm run test:endurance`, which keeps photographs of it.
describe.skipIf(!hasChromium)(
  `from an offer to its outcome ${inBrowser}`,
  { timeout: 180_000 },
  () => {
    let browser: Browser
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-notices-'))
    const shop = new TestShop()
    const pictures = process.env['SCREENSHOTS']
    let taken = 0
    beforeAll(async () => {
      buildConsole()
      browser = await launch()
      await shop.open()
    }, 120_000)
    afterAll(async () => {
      await browser?.close()
      shop.close()
      rmSync(folder, { recursive: true })
    })

    onEmbedded((engine) => {
      let house: ConsoleFixture
      let way: NoticeJourney
      beforeAll(async () => {
        house = await openConsole({}, { store: await engine.newStore(), shopPort: shop.port })
        way = await beginNoticeJourney({
          house,
          shop,
          browser,
          folder,
          passTime: (moment) =>
            house.whileClosed(async (store) => {
              await letBe(store, moment)
            }),
          ...(pictures !== undefined && {
            look: async (page, name) => {
              const file = `${String(++taken).padStart(2, '0')}-${name}.png`
              await page.screenshot({ path: join(pictures, file), fullPage: true })
            },
          }),
        })
      }, 180_000)
      afterAll(async () => {
        await way?.end()
        await house?.close()
      })
      for (const step of noticeSteps) test(step.name, () => step.walk(way))
      test('no browser complains on the way', () => expect(way.complaints()).toEqual([]))
    })
  },
)
