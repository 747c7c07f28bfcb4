import type { Page } from 'playwright-core'

/** What a person did on a page: clicks, shortcuts by key, and fields into which they typed. */
export type Hands = { clicks: number; keys: number; fields: number }

/** Counts from now on, as long as the page is not loaded anew. */
export async function countHands(page: Page): Promise<() => Promise<Hands>> {
  await page.evaluate(`(() => {
    window.hands = { clicks: 0, keys: 0, fields: 0 }
    const typed = new Set()
    addEventListener('click', (event) => { if (event.isTrusted) window.hands.clicks += 1 }, true)
    addEventListener('keydown', ({ target }) => {
      if (!target.matches('a, button, input, select, textarea')) window.hands.keys += 1
    }, true)
    addEventListener('input', ({ target }) => {
      if (target.matches('textarea, input:not([type=checkbox], [type=radio])')) typed.add(target)
      window.hands.fields = typed.size
    }, true)
  })()`)
  return async () => page.evaluate<Hands>('window.hands')
}
