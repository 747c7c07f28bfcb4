import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Listing, Signal } from '@touchstone/contract'
import { hasChromium, inBrowser, launchChromium } from '@touchstone/server/testing/launch-chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createReportCollector } from './collector.ts'
import { renderReport } from './render.ts'
import {
  aListing,
  anAssessment,
  aSignal,
  baseRate,
  manyListings,
  signalAt,
} from './test/listings.ts'

// Text with too little contrast against the nearest painted background, by WCAG's formula.
const lowContrast = `(() => {
  const rgba = (css) => {
    const m = css.match(/[\\d.]+/g).map(Number)
    return m.length === 4 ? m : [...m, 1]
  }
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor)
      if (colour[3] === 1) return colour
    }
    return rgba('rgb(255, 255, 255)')
  }
  const bad = []
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
    const style = getComputedStyle(node)
    if (!own || !node.checkVisibility() || node.matches('script, style, option, :disabled')) continue
    const ink = rgba(node instanceof SVGElement ? style.fill : style.color)
    const [a, b] = [light(ink), light(behind(node))].sort((x, y) => y - x)
    const large = parseFloat(style.fontSize) >= 24
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < (large ? 3 : 4.5)) bad.push(node.className + ' ' + node.textContent.slice(0, 30) + ' ' + ratio.toFixed(2))
  }
  return bad
})()`

const unnamed = `[...document.querySelectorAll('button, a, input, select, summary')]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.[0]?.textContent.trim()))
  .map((node) => node.id || node.className)`

describe.skipIf(!hasChromium)(`the report ${inBrowser}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-report-'))
  let browser: Browser
  let page: Page
  let complaints: string[] = []

  beforeAll(async () => {
    browser = await launchChromium()
  })

  afterEach(async () => {
    await page.close()
    expect(complaints).toEqual([])
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  async function show(
    listings: ReturnType<typeof manyListings>,
    { hash = '', width = 1280, height = 900, dark = false, rows = 2000 } = {},
  ): Promise<void> {
    const collector = createReportCollector({
      title: 'Sample listings',
      baseRate,
      rows,
      date: '2026-11-25T10:12:00Z',
    })
    for (const { listing, assessment } of listings) collector.add(listing, assessment)
    const file = join(folder, 'report.html')
    writeFileSync(file, renderReport(collector.finish()))
    complaints = []
    page = await browser.newPage({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`request: ${request.url()}`)
    })
    await page.goto(`${pathToFileURL(file).href}${hash}`)
  }

  const showOne = (listing: Listing, signals: Signal[], options = {}) =>
    show([{ listing, assessment: anAssessment(listing, 'review', signals) }], {
      hash: '#listing=1',
      ...options,
    })

  const rows = () => page.locator('#list tbody tr')
  const marks = (signal: number) =>
    page.locator(`#panel mark[data-signals~="${signal}"]`).allTextContents()
  const focusedTitle = () => page.evaluate<string>('document.activeElement.textContent')

  it('filters by tile, brand, signal and words, and keeps the filters in the address', async () => {
    await show(manyListings(60))
    await expect.poll(() => rows().count()).toBe(50)
    await page.getByRole('button', { name: /^Ask for proof/ }).click()
    await expect.poll(() => rows().count()).toBe(8)
    await expect
      .poll(() => page.locator('#count').textContent())
      .toBe('8 of 60 listings in this report match')
    await page.getByLabel('Marketplace').selectOption('pasar')
    await expect.poll(() => rows().count()).toBeLessThan(8)
    const inPasar = await rows().count()
    await page.reload()
    await expect.poll(() => rows().count()).toBe(inPasar)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByLabel('Search').fill('复刻 seller-7')
    await expect.poll(() => rows().count()).toBe(1)
    await page.getByLabel('Search').fill('no such words')
    await page.getByRole('heading', { name: 'No listing matches' }).waitFor()
    await page.locator('.empty button').click()
    await expect.poll(() => rows().count()).toBe(50)
  })

  it('is driven by keys alone', async () => {
    await show(manyListings(60))
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    const second = await rows().nth(1).locator('.title').textContent()
    await expect.poll(focusedTitle).toBe(second)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#panel .place').textContent()).toBe('2 of 60')
    await page.keyboard.press('j')
    await expect.poll(() => page.locator('#panel .place').textContent()).toBe('3 of 60')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('#panel').isHidden()).toBe(true)
    const third = await rows().nth(2).locator('.title').textContent()
    await expect.poll(focusedTitle).toBe(third)
    await page.keyboard.press('/')
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('search')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })

  it('walks past the end of a page and back through the history', async () => {
    await show(manyListings(60), { hash: '#page=2' })
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await expect.poll(() => page.locator('#pager .number').textContent()).toBe('1–50 of 60')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#panel .place').textContent()).toBe('50 of 60')
    await page.goBack()
    await expect.poll(() => page.locator('#panel').isHidden()).toBe(true)
  })

  it('marks evidence by UTF-16 offsets in any script', async () => {
    const text =
      '👨‍👩‍👧👜 高仿 e\u0301 fake \udbff שלום מזויף نسخة طبق الأصل\u202e\u200b end 1:1 and 1:1'
    const listing = aListing({ title: 'Orvelle', description: text })
    const words = ['高仿', 'e\u0301', '\udbff', 'מזויף', 'نسخة طبق الأصل', '\u202e\u200b end', '1:1']
    await showOne(
      listing,
      words.map((word) => signalAt('description', text, word, { weight: 0.5 })),
    )
    const marked = await Promise.all(words.map((_, index) => marks(index + 1)))
    expect(marked).toEqual([
      ['高仿'],
      ['e\u0301'],
      ['U+DBFF'],
      ['מזויף'],
      ['نسخة طبق الأصل'],
      ['U+202EU+200B end'],
      ['1:1', '1:1'],
    ])
    const field = page.locator('[data-field=description]')
    expect(await field.getAttribute('dir')).toBe('auto')
    expect(await field.textContent()).toBe(
      text.replace('\udbff ', 'U+DBFF ').replace('\u202e\u200b', 'U+202EU+200B'),
    )
  })

  it('marks evidence deep in a text that was cut', async () => {
    const description = `${'filler 高仿句 '.repeat(3000)}mirror quality${' filler'.repeat(4000)}`
    await showOne(aListing({ description }), [
      signalAt('description', description, 'mirror quality'),
    ])
    await expect.poll(() => marks(1)).toEqual(['mirror quality'])
    await expect.poll(() => page.locator('#panel .gap').count()).toBe(2)
  })

  it('runs nothing from a listing', async () => {
    const attack = `<img src=x onerror="alert('title')">`
    const listing = aListing({
      id: '<script>alert(1)</script>',
      title: attack,
      description: `</script><script>alert('description')</script>${attack}`,
      brand: attack,
      category: attack,
      url: 'javascript:alert(1)',
      marketplace: attack,
      attributes: { [attack]: attack, __proto__: attack },
      variants: [{ name: attack }],
      reviews: [{ text: attack }],
      seller: { id: attack, name: attack },
    })
    const signals = [
      signalAt('title', attack, 'onerror', { detail: attack }),
      aSignal({ code: attack }),
    ]
    await showOne(listing, signals)
    await expect.poll(() => page.locator('#panel-title').textContent()).toBe(attack)
    await page.locator('#panel .ball').first().click()
    await page.keyboard.press('Escape')
    await page.locator('#overview summary').click()
    await page.getByLabel('Search').fill(attack)
    await expect.poll(() => page.locator('#count').textContent()).toContain('1 of 1 listing')
    expect(await page.locator('img, iframe, [onerror], script').count()).toBe(2)
    expect(await page.locator('a[href^=javascript]').count()).toBe(0)
  })

  it('draws bars that run from the base rate to the probability without a gap', async () => {
    const { listing, assessment } = manyListings(1)[0]!
    await show([{ listing, assessment }], { hash: '#listing=1' })
    const bars = await page
      .locator('.chart .bar')
      .evaluateAll((all) =>
        all.map((bar) => ['data-from', 'data-to'].map((name) => Number(bar.getAttribute(name)))),
      )
    const p = assessment.probability
    expect(bars).toHaveLength(assessment.signals.length + 2)
    expect(bars[0]![0]).toBeCloseTo(Math.log(baseRate / (1 - baseRate)), 9)
    for (const [index, [from]] of bars.slice(1).entries()) expect(from).toBe(bars[index]![1])
    expect(bars.at(-1)![1]).toBeCloseTo(Math.log(p / (1 - p)), 9)
    await expect
      .poll(() => page.locator('.sum').textContent())
      .toBe('logit(2.0%) = −3.89; −3.89 + 3.60 + 1.70 + 0.40 + 2.10 = 3.91 = logit(98.0%)')
  })

  it('shows a message if there is nothing to show', async () => {
    await show([])
    await page.getByRole('heading', { name: 'No listings were screened' }).waitFor()
  })

  it('states how its listings were chosen if it does not contain all', async () => {
    await show(manyListings(60), { rows: 20 })
    await expect
      .poll(() => page.locator('#count').textContent())
      .toBe(
        'This report contains 20 of 60 screened listings: the 15 with the highest probability of 44 that are not clear, and a random sample of 5 of 16 clear ones. The counts by verdict, brand and signal cover all of them.',
      )
    expect(await page.locator('.notes').textContent()).toContain('unverified editorial estimates')
  })

  it.each([
    [1280, false],
    [1280, true],
    [390, false],
    [390, true],
  ])('reads well at %i pixels, dark %s', async (width, dark) => {
    await show(manyListings(60), { width, dark, height: width === 390 ? 844 : 900 })
    const fits = 'document.documentElement.scrollWidth <= innerWidth'
    await page.locator('#overview summary').click()
    expect(await page.evaluate(fits)).toBe(true)
    expect(await page.evaluate(lowContrast)).toEqual([])
    expect(await page.evaluate(unnamed)).toEqual([])
    for (const listing of [1, 3, 4, 6]) {
      await page.goto(`${page.url().replace(/#.*/, '')}#listing=${listing}`)
      await expect.poll(() => page.locator('#panel-title').isVisible()).toBe(true)
      expect(await page.evaluate(fits)).toBe(true)
      expect(await page.evaluate('panel.scrollWidth <= panel.clientWidth')).toBe(true)
      expect(await page.evaluate(lowContrast)).toEqual([])
      expect(await page.evaluate(unnamed)).toEqual([])
    }
  })

  it('changes its theme by button', async () => {
    await show(manyListings(3))
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await background()
    await page.getByRole('button', { name: 'Theme: auto' }).click()
    await expect.poll(() => background()).toBe(light)
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await expect.poll(() => background()).not.toBe(light)
  })

  it('filters and pages through 2,000 listings without delay', async () => {
    await show(manyListings(2000))
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    const processorMs = async (): Promise<number> => {
      const { metrics } = await cdp.send('Performance.getMetrics')
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
    }
    const before = await processorMs()
    await page.evaluate(`for (const tile of document.querySelectorAll('.tile')) tile.click()`)
    const each = ((await processorMs()) - before) / 4
    expect(each).toBeGreaterThan(0)
    expect(each).toBeLessThan(500)
    await expect.poll(() => rows().count()).toBe(50)
  })
})
