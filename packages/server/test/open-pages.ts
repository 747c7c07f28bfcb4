import type { Page } from 'playwright-core'

/** The pages that tests have open, in all browsers of this worker. */
export const openPages = new Set<Page>()

/** What the open pages say, for whoever reads that a test failed: a page is gone before anyone could look. */
export async function describeOpenPages(): Promise<string> {
  const pages = await Promise.all([...openPages].map(describePage))
  return pages.join('\n')
}

const mostCharacters = 3000
/** A page that hangs answers no question about itself. */
const mostMilliseconds = 5000

async function describePage(page: Page): Promise<string> {
  const body = page.locator('body')
  const text = await body.innerText({ timeout: mostMilliseconds }).catch(String)
  return `--- ${page.url()}\n${text.slice(0, mostCharacters)}`
}
