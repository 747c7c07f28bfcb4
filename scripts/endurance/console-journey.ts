import { join, resolve } from 'node:path'
import type { StoreConfig } from '@touchstone/server'
import type { Page } from 'playwright-core'
import { readSourceData } from '../../eval/source-rows.ts'
import { launchChromium } from '../../packages/console/test/browser.ts'
import { buildConsole, openConsole } from '../../packages/console/test/console-fixture.ts'
import {
  beginJourney,
  prepareJourney,
  sampleGoods,
  steps,
  type Goods,
} from '../../packages/console/test/journey/index.ts'
import { onEachStore } from './each-store.ts'
import { measuringGoods } from './measuring-data.ts'

export type Stretch = {
  store: string
  name: string
  seconds: number
  /** The observation, or the reason for the failure. */
  summary: string
  succeeded: boolean
}

export type WalkedWith = {
  /** A folder for pictures of the way; none are kept without one. */
  pictures?: string | undefined
  report: (stretch: Stretch) => void
}

/**
 * The whole journey through the console on both stores, with the measuring data if available, otherwise with the
 * samples.
 */
export async function walk(walked: WalkedWith): Promise<void> {
  const data = readSourceData(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'))
  buildConsole()
  let goods: Goods | undefined
  await onEachStore(async ({ name, config, folder }) => {
    goods ??= data === undefined ? sampleGoods(folder) : measuringGoods(folder, data.rows)
    await walkOn(name, config, goods, walked)
  })
}

/** Walks until a stretch fails: the next one would start from an incomplete state. */
async function walkOn(
  name: string,
  store: StoreConfig,
  goods: Goods,
  { pictures, report }: WalkedWith,
): Promise<void> {
  const server = await openConsole({}, { store, prepare: prepareJourney(goods) })
  const browser = await launchChromium()
  let pictureCount = 0
  const takePicture = async (page: Page, what: string): Promise<void> => {
    if (pictures === undefined) return
    // A screenshot of a loading page shows little; if it keeps loading, it is taken anyway.
    const waits = page.locator('.mantine-Loader-root').first()
    await waits.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => undefined)
    const file = `${name}-${String(++pictureCount).padStart(2, '0')}-${what}.png`
    await page.screenshot({ path: join(pictures, file) })
  }
  const under = await beginJourney({ server, browser, goods, look: takePicture })
  try {
    for (const step of steps) {
      const began = performance.now()
      const result = await step.walk(under).then(
        (summary) => ({ summary, succeeded: true }),
        (error: unknown) => ({ summary: String(error), succeeded: false }),
      )
      const seconds = (performance.now() - began) / 1000
      report({ store: name, name: step.name, seconds, ...result })
      if (!result.succeeded) return
    }
    const complaints = under.complaints()
    const summary = complaints.length === 0 ? 'none' : complaints.join('; ')
    report({
      store: name,
      name: 'what browsers complained of',
      seconds: 0,
      summary,
      succeeded: complaints.length === 0,
    })
  } finally {
    await under.end()
    await browser.close()
    await server.close()
  }
}
