import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { disabledFeatures } from './disabled-features.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
// In CI the tests fail without it: otherwise a broken installation would go unnoticed.
const hasChromium = existsSync(executablePath) || Boolean(process.env['CI'])
const launch = {
  executablePath,
  args: [disabledFeatures, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
}

const listed = (argument: string): string[] => argument.split('=')[1]?.split(',') ?? []

test.skipIf(!hasChromium)('the list holds all that Playwright switches off', async () => {
  const server = await chromium.launchServer(launch)
  const lists = server
    .process()
    .spawnargs.filter((argument) => argument.startsWith('--disable-features='))
  await server.close()
  expect(lists).toHaveLength(2)
  expect(lists.at(-1)).toBe(disabledFeatures)
  expect(listed(disabledFeatures)).toEqual(expect.arrayContaining(listed(lists[0]!)))
})

test.skipIf(!hasChromium)('a context opens its own page alone', async () => {
  const browser = await chromium.launch(launch)
  try {
    const session = await browser.newBrowserCDPSession()
    const opened: string[] = []
    session.on('Target.targetCreated', ({ targetInfo }) => opened.push(targetInfo.type))
    await session.send('Target.setDiscoverTargets', { discover: true, filter: [{}] })
    const page = await browser.newPage()
    await page.goto('data:text/html,<h1>Shown</h1>')
    // Chromium creates its address bar's targets with the window, before the page.
    expect(opened).toContain('page')
    expect(opened.filter((type) => type === 'browser_ui')).toEqual([])
  } finally {
    await browser.close()
  }
})
