import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onEmbedded } from '@touchstone/server/testing/engines'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, inBrowser, launch } from './browser.ts'
import { buildConsole, openConsole, type ConsoleFixture } from './console-fixture.ts'
import { beginJourney, sampleGoods, steps, type Journey } from './journey/index.ts'

// On both engines, and on the measuring data, the same way is walked by `npm run test:endurance`.
describe.skipIf(!hasChromium)(`the whole way ${inBrowser}`, { timeout: 180_000 }, () => {
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-walk-'))
  beforeAll(async () => {
    buildConsole()
    browser = await launch()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  onEmbedded((engine) => {
    let house: ConsoleFixture
    let walk: Journey
    beforeAll(async () => {
      house = await openConsole({}, { store: await engine.newStore() })
      walk = await beginJourney({ house, browser, goods: sampleGoods(folder) })
    }, 60_000)
    afterAll(async () => {
      await walk?.end()
      await house?.close()
    })
    for (const step of steps) test(step.name, () => step.walk(walk))
    test('no browser complains on the way', () => expect(walk.complaints()).toEqual([]))
  })
})
