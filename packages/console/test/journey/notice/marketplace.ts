import { people, seen, title, type Stretch, type NoticeJourney } from './notice-journey.ts'
import type { Page } from 'playwright-core'

/** An action with a form: the button that submits it has the name of the one that opens it, without the dots. */
async function step(
  page: Page,
  name: string,
  fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
): Promise<void> {
  await page
    .getByRole('button', { name: `${name}…` })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

const decides: Stretch = {
  name: 'the marketplace finds the notice, triages it and decides to restrict the offer',
  walk: async (way) => {
    const page = await way.pageOf(people.anna)
    await page.goto('/moderation')
    await page.getByText(title).first().waitFor()
    await way.look(page, 'market-queue')
    await page.getByRole('link', { name: title }).first().click()
    await page.getByRole('button', { name: 'Triage…' }).waitFor()
    way.left.received = new URL(page.url()).pathname
    await seen(page.getByRole('img', { name: /^Screenshot, part 1/ }))
    await way.look(page, 'market-notice')
    await step(page, 'Triage', async (dialog) => {
      await dialog.getByLabel(/^Is the illegality evident/).selectOption({ label: 'Yes' })
      await dialog.getByLabel('Reason', { exact: true }).fill('The title itself says “replica”.')
    })
    await page.getByRole('button', { name: 'Start review' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Start review' }).click()
    await step(page, 'Decide', async (asked) => {
      await asked.getByLabel('Decision').selectOption({ label: 'Restrict' })
      await asked
        .getByLabel('Reasons')
        .fill('The title says that it is a replica; the name in it is a registered mark.')
    })
    await page.getByRole('heading', { name: 'Statement of reasons' }).waitFor()
    return 'a restriction is proposed'
  },
}

const restricts: Stretch = {
  name: 'it states its reasons, restricts the offer and has the seller’s page at hand',
  walk: async (way) => {
    const page = await way.pageOf(people.anna)
    await page.getByLabel('Disable access').check()
    await page
      .getByLabel('Why it applies to these facts')
      .fill('The sign is the registered mark, and its holder gave no consent to a replica.')
    await page
      .getByLabel('How the seller is informed')
      .selectOption({ label: 'Through your own channel' })
    await page.getByLabel('Message reference').fill('message 117 of the seller centre')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('Statement of reasons of Pasar Lestari').waitFor()
    await way.look(page, 'market-statement')
    await page.getByRole('button', { name: 'Restrict and send' }).click()
    const link = page.getByText(/\/appeal#[A-Za-z0-9_-]{43}/).first()
    await link.waitFor()
    await way.look(page, 'market-link')
    const [found] = /\/appeal#[A-Za-z0-9_-]{43}/.exec((await link.textContent()) ?? '') ?? []
    way.left.link = found ?? ''
    await page.getByText('in force, seller informed').first().waitFor()
    await way.look(page, 'market-restricted')
    // The page is gone: the marketplace's own systems apply the decision.
    return 'the offer is restricted'
  },
}

export const marketplaceSteps: readonly Stretch[] = [decides, restricts]

/** A second person at the marketplace decides on the seller's appeal. */
export const decidesAppeal: Stretch = {
  name: 'another person reads the answer and its document, and decides with reasons',
  walk: async (way: NoticeJourney) => {
    const page = await way.pageOf(people.jonas)
    await page.goto('/appeals')
    await page.getByRole('link', { name: title }).first().click()
    await page.getByText('invoice.pdf').first().waitFor()
    await way.look(page, 'market-answer')
    await page.getByLabel('Appeal rejected').check()
    await page
      .getByLabel('Reasons for the seller')
      .fill('The invoice shows goods without a name; the offer shows the mark.')
    await page
      .getByLabel('Summary for the notifier')
      .fill('A proof of purchase was shown that is about other goods.')
    await page.getByLabel('Your role and expertise').fill('Trademark lawyer')
    await page.getByRole('button', { name: 'Decide', exact: true }).click()
    await page.getByText('not informed yet').first().waitFor()
    await way.look(page, 'market-answer-decided')
    return 'appeal was rejected'
  },
}
