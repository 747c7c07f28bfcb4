import { existsSync } from 'node:fs'
import { chromium as playwright, type Browser, type LaunchOptions } from 'playwright-core'
import { openPages } from './open-pages.ts'
import { disabledFeatures } from '../src/investigation/captures/index.ts'

const chromium = '/usr/bin/chromium'
// It draws no windows, which takes less processor time.
const headlessShell = '/usr/bin/chromium-headless-shell'
const chromiumPath =
  process.env['CHROMIUM_PATH'] ?? (existsSync(headlessShell) ? headlessShell : chromium)
// In CI the tests fail without it: otherwise a broken installation would go unnoticed.
export const hasChromium = existsSync(chromiumPath) || Boolean(process.env['CI'])
/** Adds the reason to the name of a skipped test. */
export const inBrowser = hasChromium
  ? 'in a browser'
  : `in a browser (no Chromium at ${chromiumPath}; set CHROMIUM_PATH)`

/** A browser that looks at pages of ours; captures choose and start theirs by themselves. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  const { args = [] } = options
  const browser = await playwright.launch({
    ...options,
    executablePath: chromiumPath,
    args: [...args, disabledFeatures, ...(isRoot ? ['--no-sandbox'] : [])],
  })
  browser.on('context', (context) => {
    // Pages take many times as long on a machine that does much else.
    context.setDefaultTimeout(120_000)
    context.on('page', (page) => {
      openPages.add(page)
      page.on('close', () => openPages.delete(page))
    })
  })
  return browser
}
