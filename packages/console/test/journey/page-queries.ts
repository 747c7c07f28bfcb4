import type { Locator, Page } from 'playwright-core'

/** The listings of the queue that are in sight. */
export function rowsOf(page: Page): Locator {
  return page.getByRole('list', { name: /^Listings, / }).getByRole('listitem')
}

/** Looks until it holds; `what` names it where it never does. */
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
