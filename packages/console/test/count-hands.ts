import type { Page } from 'playwright-core'

/** What a person did on a page: clicks, and fields into which they typed. */
type Hands = { clicks: number; fields: number }

/** Counts from now on, as long as the page is not loaded anew. */
export async function countHands(page: Page): Promise<() => Promise<Hands>> {
  await page.evaluate(`(() => {
    window.hands = { clicks: 0, fields: 0 }
    const typed = new Set()
    addEventListener('click', (event) => { if (event.isTrusted) window.hands.clicks += 1 }, true)
    addEventListener('input', ({ target }) => {
      if (target.matches('textarea, input:not([type=checkbox], [type=radio])')) typed.add(target)
      window.hands.fields = typed.size
    }, true)
  })()`)
  return async () => page.evaluate<Hands>('window.hands')
}
