import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { percentile } from './percentile.ts'

type Step = { kind: string; set: (page: Page) => Promise<void> }

const verdict = (name: string): Step => ({
  kind: 'verdict',
  set: (page) => page.getByRole('button', { name: new RegExp(`^${name}( [0-9,+]*)?$`) }).click(),
})
const chosen = (kind: string, box: string, option: string): Step => ({
  kind,
  set: async (page) => {
    await page.getByRole('combobox', { name: box }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  },
})
const selected = (kind: string, box: string, option: string): Step => ({
  kind,
  set: async (page) => void (await page.getByLabel(box, { exact: true }).selectOption(option)),
})
const probability = (percent: string): Step => ({
  kind: 'probability',
  set: async (page) => {
    await page.getByLabel('Probability from').fill(percent)
    await page.keyboard.press('Enter')
  },
})

/** Filters added one by one; every combination leaves some listings. */
const courses: Step[][] = [
  [chosen('language', 'Language stated in the listing', 'Thai')],
  [chosen('signal', 'Signal', 'review.buyers-say-fake')],
  [probability('98')],
  courseOf([], 'false', 'English'),
  courseOf([chosen('brand', 'Brand', 'gucci')], 'true', 'Indonesian'),
  courseOf([chosen('brand', 'Brand', 'prada')], 'true', 'English'),
  courseOf([chosen('brand', 'Brand', 'apple')], 'true', 'English'),
  courseOf([chosen('brand', 'Brand', 'mars')], 'true', 'English'),
  courseOf([chosen('brand', 'Brand', 'swarovski')], 'true', 'Indonesian'),
  courseOf([chosen('brand', 'Brand', 'chanel')], 'true', 'English'),
]

function courseOf(first: Step[], decided: string, language: string): Step[] {
  return [
    ...first,
    ...['Clear', 'Ask for proof', 'Review', 'Strong signs'].map(verdict),
    selected('decided', 'Decision status', decided),
    selected('order', 'Order', 'most-probable'),
    chosen('signal', 'Signal', 'text.replica-term'),
    probability('80'),
    chosen('language', 'Language stated in the listing', language),
  ]
}

/** From a click or key to the frame with the first resulting row; no request is repeated. */
export async function* filterTimes(page: Page): AsyncGenerator<string> {
  const times: { kind: string; ms: number }[] = []
  for (const steps of courses) {
    await page.goto('/listings')
    await page.getByRole('button', { name: 'More filters' }).click()
    await calm(page)
    for (const { kind, set } of steps) {
      await page.evaluate('bench.awaitFilter()')
      await set(page)
      times.push({ kind, ms: await drawn(page, kind) })
      await calm(page)
    }
  }
  yield `  filter to first row, ${times.length} filters       ${summary(times.map(({ ms }) => ms))}`
  for (const [kind, of] of Map.groupBy(times, (time) => time.kind)) {
    yield `    ${kind.padEnd(33)} ${summary(of.map(({ ms }) => ms))}`
  }
}

async function drawn(page: Page, kind: string): Promise<number> {
  const late = sleep(20_000, undefined, { ref: false }).then(() => {
    throw new Error(`no row came by the filter for ${kind} at ${page.url()}`)
  })
  return Promise.race([page.evaluate<number>('bench.filtered()'), late])
}

/** Rows are shown, together with everything requested beside them. */
async function calm(page: Page): Promise<void> {
  await page.locator('[role=listitem]').first().waitFor()
  await page.waitForTimeout(400)
}

const summary = (times: readonly number[]): string =>
  `p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`
