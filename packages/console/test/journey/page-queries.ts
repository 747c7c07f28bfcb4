import type { Locator, Page } from 'playwright-core'

/** The visible rows of the queue. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
}

/** Polls until the condition holds; `what` names it in the error. */
export async function waitUntil(
  holds: () => Promise<boolean | undefined>,
  what: string,
  milliseconds = 10_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
