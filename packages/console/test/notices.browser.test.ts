import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { letBe } from '@touchstone/server/testing/passing-time'
import { TestShop } from '@touchstone/server/testing/shop'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, sharedBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import {
  beginNoticeJourney,
  noticeSteps,
  prepareNoticeJourney,
  type NoticeJourney,
} from './journey/notice/index.ts'

// `npm run test:endurance` walks the same steps on both engines and saves screenshots.
describe.skipIf(!hasChromium)(`from an offer to its outcome ${inBrowser}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-notices-'))
  const shop = new TestShop()
  const pictures = process.env['SCREENSHOTS']
  let taken = 0
  let server: ConsoleFixture
  let way: NoticeJourney

  beforeAll(async () => {
    await Promise.all([buildOnce(), shop.open()])
    server = await openConsole({}, { shopPort: shop.port, prepare: prepareNoticeJourney })
    way = await beginNoticeJourney({
      server,
      shop,
      browser: await sharedBrowser.borrow(),
      folder,
      passTime: (moment) =>
        server.whileClosed(async (store) => {
          await letBe(store, moment)
        }),
      ...(pictures !== undefined && {
        look: async (page, name) => {
          const file = `${String(++taken).padStart(2, '0')}-${name}.png`
          await page.screenshot({ path: join(pictures, file), fullPage: true })
        },
      }),
    })
  })
  afterAll(async () => {
    await way?.end()
    sharedBrowser.giveBack()
    await server?.close()
    shop.close()
    rmSync(folder, { recursive: true })
  })

  for (const step of noticeSteps) test(step.name, () => step.walk(way))
  test('no browser complains on the way', () => expect(way.complaints()).toEqual([]))
})
