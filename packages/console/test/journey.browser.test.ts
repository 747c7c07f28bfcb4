import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, sharedBrowser } from './browser.ts'
import { buildOnce, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { beginJourney, prepareJourney, sampleGoods, steps, type Journey } from './journey/index.ts'

// On both engines, and on the measuring data, the same way is walked by `npm run test:endurance`.
describe.skipIf(!hasChromium)(`the whole way ${inBrowser}`, { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-walk-'))
  let house: ConsoleFixture
  let walk: Journey

  beforeAll(async () => {
    await buildOnce()
    const goods = sampleGoods(folder)
    house = await openConsole({}, { prepare: prepareJourney(goods) })
    walk = await beginJourney({ house, browser: await sharedBrowser.borrow(), goods })
  }, 60_000)
  afterAll(async () => {
    await walk?.end()
    sharedBrowser.giveBack()
    await house?.close()
    rmSync(folder, { recursive: true })
  })

  for (const step of steps) test(step.name, () => step.walk(walk))
  test('no browser complains on the way', () => expect(walk.complaints()).toEqual([]))
})
