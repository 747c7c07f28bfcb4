import { pdf } from '@touchstone/server/testing/document-files'
import { seen, title, type Stretch } from './notice-journey.ts'

export const answers: Stretch = {
  name: 'the seller opens the link, reads what is claimed and answers with an invoice',
  walk: async (way) => {
    const page = await way.sellersPage()
    await page.goto(way.left.link ?? '')
    await page
      .getByRole('heading', { level: 1, name: 'Decision by Pasar Lestari on your listing' })
      .waitFor()
    await page.getByText(title).first().waitFor()
    await seen(page.getByRole('img', { name: /^A copy of the page, captured on/ }).first())
    await way.look(page, 'seller-page')
    await page
      .getByLabel('Your explanation for the marketplace')
      .fill('I bought these from a wholesaler and attach the invoice: Norvik Trading, 4.10 apiece.')
    await page.getByLabel('Documents', { exact: false }).setInputFiles([
      {
        name: 'invoice.pdf',
        mimeType: 'application/pdf',
        buffer: pdf('Norvik Trading, 40 pairs, 4.10 apiece'),
      },
    ])
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Your response was received.').waitFor()
    await way.look(page, 'seller-answered')
    return 'the answer has arrived'
  },
}

export const sellerIsNotified: Stretch = {
  name: 'the seller reads the decision with its reasons on the same page',
  walk: async (way) => {
    const page = await way.sellersPage()
    await page.reload()
    await page.getByText('The invoice shows goods without a name').first().waitFor()
    await way.look(page, 'seller-decided')
    return 'the reasons are shown'
  },
}
