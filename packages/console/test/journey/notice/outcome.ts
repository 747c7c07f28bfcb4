import { hears } from './rights-holder.ts'
import { people, type Stretch } from './notice-journey.ts'

const day = 86_400_000

export const notifierIsNotified: Stretch = {
  name: 'whoever sent the notice sees decision and summary, and nothing that the seller showed',
  walk: async (way) => {
    const page = await hears(way, ['Restricted', /A proof of purchase was shown/])
    await way.look(page, 'brand-heard')
    return 'the summary alone is seen'
  },
}

export const timePasses: Stretch = {
  name: 'the deadlines pass, and nothing is left open at the marketplace',
  walk: async (way) => {
    await way.letBe(new Date(Date.now() + 210 * day))
    const page = await way.pageOf(people.anna)
    await page.goto(way.left.received ?? '')
    await page.getByText('complaint period over').first().waitFor()
    await way.look(page, 'market-outcome')
    return 'the complaint period is over'
  },
}

export const outcome: Stretch = {
  name: 'the case alone tells a second person what happened',
  walk: async (way) => {
    const page = await way.pageOf(people.dewi)
    await page.goto(way.left.case ?? '')
    const record = page.getByRole('region', { name: 'Timeline' })
    for (const words of [
      /added a listing/,
      /capture result/,
      /sent the notice/,
      /delivered to Pasar Lestari/,
      /confirmed receipt/,
      /decided/,
      /seller/,
    ]) {
      await record.getByText(words).first().waitFor()
    }
    await way.look(page, 'brand-outcome')
    return 'offer, capture, notice, decision and the seller’s answer stand in one record'
  },
}
