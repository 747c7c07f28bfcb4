import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findings, hasChromium, inBrowser } from './browser.ts'
import type { ConsoleFixture } from './console-fixture.ts'
import { sharedConsole } from './shared-console.ts'
import { Visitors, type Calls } from './signed-in-users.ts'

describe.skipIf(!hasChromium)(`the notice form ${inBrowser}`, () => {
  let server: ConsoleFixture
  let visitors: Visitors
  let staff: Calls

  beforeAll(async () => {
    server = await sharedConsole.borrow()
    visitors = await Visitors.to(server)
    await server.addOrganisation('pasar', 'Pasar', 'marketplace')
    await server.addMember('pasar', 'sari@pasar.example', ['admin'])
    staff = await visitors.calls('sari@pasar.example')
    const texts = {
      platform: 'Pasar',
      complaints: 'https://pasar.example/complaints',
      bodies: 'Any certified body.',
      court: 'The courts of your seat.',
      territory: ['DE'],
    }
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    await staff.put('/api/v1/moderation/settings', { profile, door: 'open', texts })
  })
  afterAll(async () => {
    await visitors?.close()
    sharedConsole.giveBack()
  })

  const enter = (locale: string) => visitors.stranger({ width: 390, height: 900, locale })

  test('takes a notice of several items from anyone, shows its code once and then its status', async () => {
    const page = await enter('en')
    await page.goto('/notice/pasar')
    await page
      .getByRole('heading', { level: 1, name: 'Report an illegal listing to Pasar' })
      .waitFor()
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(390)
    expect(await findings(page)).toEqual([])
    // Without a code there is nothing to look up: the field says so, and no request is made.
    await page.getByRole('button', { name: 'Show my personal data' }).click()
    const code = page.getByLabel('The code that you were shown')
    await expect.poll(() => code.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0)
    const urls = ['https://pasar.example/item/1', 'https://pasar.example/item/2']
    await page.getByLabel('Addresses (URLs) of the listings').fill(urls.join('\n'))
    const reasons = 'The title says <img src=x onerror=alert(1)> replica.'
    await page.getByLabel('Why do you consider').fill(reasons)
    await page.getByRole('button', { name: 'Send the notice' }).click()
    await expect
      .poll(() => page.locator('#missing li').allTextContents())
      .toEqual([
        'Please give your name and email address, so that we can send you the decision.',
        'Please confirm that you believe in good faith that the notice is accurate and complete.',
      ])
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Send without these details' }).click()
    await page.locator('#sent').waitFor()
    expect(await findings(page)).toEqual([])
    const receipt = (await page.locator('#receipt').textContent()) ?? ''
    await page.getByLabel('The code that you were shown').fill(receipt)
    await page.getByRole('button', { name: 'Check status' }).click()
    await expect
      .poll(() => page.locator('#items li').allTextContents())
      .toEqual(['Listing 1: received', 'Listing 2: received'])
    await page.getByRole('button', { name: 'Show my personal data' }).click()
    await page.getByText('Name: not stored').waitFor()
    await page.getByText(`You wrote: ${reasons}`).waitFor()
    const { items } = (await staff.get('/api/v1/moderation/items')) as {
      items: { notice: string; position: number }[]
    }
    expect(items).toHaveLength(2)
    const { notice, position } = items.find((item) => item.position === 1)!
    const actions = `/api/v1/moderation/notices/${notice}/items/${position}/actions`
    const knowledge = { knowledge: 'unclear', knowledgeReason: 'It is not said where.' }
    await staff.post(actions, { action: { type: 'triage', ...knowledge, lifeSafety: false } })
    await staff.post(actions, { action: { type: 'start-review' } })
    await staff.post(actions, {
      action: { type: 'request-information', question: 'Which mark is on the goods?' },
    })
    await page.getByRole('button', { name: 'Check status' }).click()
    await page.getByText('Question: Which mark is on the goods?').waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByLabel('Your reply').fill('The word PASAR, woven in.')
    await page.getByRole('button', { name: 'Send reply' }).click()
    await expect
      .poll(() => page.locator('#items li').allTextContents())
      .toEqual(['Listing 1: received', 'Listing 2: in review'])
    expect(visitors.complaints()).toEqual([])
  })

  test('uses the reader’s language if it is translated, and keeps the input when the language changes', async () => {
    const page = await enter('zh')
    await page.goto('/notice/pasar')
    await page.getByRole('heading', { level: 1, name: '向 Pasar 举报违法商品信息' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe('zh')
    await page.getByLabel('您的姓名').fill('Maren Osk')
    await page.locator('#ground').selectOption('counterfeit')
    await page.locator('.unreviewed button').click()
    await page
      .getByRole('heading', { level: 1, name: 'Report an illegal listing to Pasar' })
      .waitFor()
    await expect.poll(() => page.getByLabel('Your name').inputValue()).toBe('Maren Osk')
    await expect.poll(() => page.locator('#ground').inputValue()).toBe('counterfeit')
    const french = await enter('fr')
    await french.goto('/notice/pasar')
    await french.getByRole('heading', { level: 1, name: 'Report an illegal' }).waitFor()
    expect(visitors.complaints()).toEqual([])
  })

  test('reports if no marketplace receives notices', async () => {
    const page = await enter('en')
    await page.goto('/notice/nobody')
    await page.locator('#closed').waitFor()
    expect(await page.locator('#form').count()).toBe(0)
  })
})
