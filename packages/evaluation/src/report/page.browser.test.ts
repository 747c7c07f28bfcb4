import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium as playwright, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aSignal, figuresOf, judged } from '../../test/assessed-listing.ts'
import { evaluationPage } from './page.ts'

// The shell draws no windows, which takes less processor time.
const headlessShell = '/usr/bin/chromium-headless-shell'
const chromium = existsSync(headlessShell) ? headlessShell : '/usr/bin/chromium'
const chromiumPath = process.env['CHROMIUM_PATH'] ?? chromium
// In CI they fail without it: otherwise a broken installation would pass silently.
const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
const title = hasChromium
  ? 'the evaluation in a browser'
  : `the evaluation in a browser (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

// Text, in drawings too, with too little contrast against the nearest painted background.
const lowContrast = `(() => {
  const rgba = (css) => {
    const numbers = css.match(/[\\d.]+/g).map(Number)
    return numbers.length === 4 ? numbers : [...numbers, 1]
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
    return [255, 255, 255, 1]
  }
  return [...document.querySelectorAll('body *')].flatMap((node) => {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
    if (!own || !node.checkVisibility()) return []
    const style = getComputedStyle(node)
    const ink = rgba(node instanceof SVGElement ? style.fill : style.color)
    const [a, b] = [light(ink), light(behind(node))].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05) < 4.5 ? [node.textContent.slice(0, 40)] : []
  })
})()`

const tooWide = `[...document.querySelectorAll('body *')]
  .filter((node) => node.checkVisibility() && !node.closest('thead') && node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.tagName + ' ' + node.textContent.slice(0, 40))`

const rows = Array.from({ length: 600 }, (_, at) =>
  judged(at % 3 === 0 ? 1 : 0, ((at * 7919) % 1000) / 1000, {
    listing: {
      title: `Velmoraq-${'x'.repeat(at % 90)} replica ${at}`,
      seller: { id: `s${at % 9}` },
    },
    label: { source: `a source with quite a long name ${at % 4}` },
    assessment: {
      reason: 'The offer says itself that the goods are no originals.',
      signals: at % 2 ? [aSignal({ evidence: { field: 'title', start: 0, end: 8 } })] : [],
    },
  }),
)

describe.skipIf(!hasChromium)(title, () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-evaluation-'))
  let browser: Browser

  beforeAll(async () => {
    const isRoot = process.getuid?.() === 0
    browser = await playwright.launch({
      executablePath: chromiumPath,
      args: isRoot ? ['--no-sandbox'] : [],
    })
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('can be read at %i pixels, %s, and asks for nothing', async (width, colorScheme) => {
    const file = join(folder, 'evaluation.html')
    const figures = figuresOf(rows, { by: ['source', 'seller'] })
    writeFileSync(
      file,
      evaluationPage(figures, { title: 'offers.ndjson', date: '2026-11-25T10:12:00Z' }),
    )
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
    expect(complaints).toEqual([])
    expect(await page.evaluate(tooWide)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await page.evaluate(lowContrast)).toEqual([])
    expect(await page.locator('figure svg').count()).toBe(5)
    expect(await page.locator('#errors li.error mark').first().textContent()).toBe('Velmoraq')
    await page.close()
  })
})
