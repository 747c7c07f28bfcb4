import type { DecisionVerdict, Listing, Money, NewDecision, NewOutcome } from '@touchstone/contract'
import { marketplaceOf, sampleHoldings, samplePeople } from './alliance.ts'
import type { SampleOffer } from './offers.ts'
import { numberOf } from './picture-name.ts'

/** What was said, and of which offer, as its marketplace names it. */
type Told<T> = {
  offer: { externalId: string; marketplace: string }
  said: Omit<T, 'id' | 'listing' | 'marketplace'>
}

/** What one invented person said of several offers. */
export type Happenings<T> = { by: string; rows: Told<T>[] }

/** Offers that came again otherwise: cheaper, or under another title. */
export function changedOffers(offers: readonly SampleOffer[]): SampleOffer['listing'][] {
  return offers.flatMap(({ listing }) => {
    const chance = numberOf(`change ${listing.id}`)
    if (chance % 24 !== 0 || listing.price === undefined) return []
    const price = cheaper(listing.price, 70 + (chance % 20))
    return [{ ...listing, price, ...(chance % 5 === 0 && { title: shortened(listing) }) }]
  })
}

function cheaper({ amount, currency }: Money, percent: number): Money {
  const [, decimals = ''] = amount.split('.')
  return { amount: ((Number(amount) * percent) / 100).toFixed(decimals.length), currency }
}

function shortened({ title }: Listing): string {
  const words = title.split(' ')
  return words.length > 4 ? words.slice(0, -1).join(' ') : title
}

/** What the people of the sample decided in the fortnight before it was loaded. */
export function sampleDecisions(
  offers: readonly SampleOffer[],
  begunAt: Date,
): Happenings<NewDecision>[] {
  const said: { by: string; row: Told<NewDecision> }[] = []
  for (const { listing, story, brand } of offers) {
    const verdict = opinionOn(story)
    const chance = numberOf(`decision ${listing.id}`)
    if (verdict === undefined || chance % 5 !== 0) continue
    const row = {
      offer: nameOf(listing),
      said: { verdict, reason: story.story, at: momentBefore(begunAt, chance) },
    }
    const holder = chance % 3 === 0 && brand !== undefined ? holderOf(brand) : undefined
    said.push({ by: holder ?? reviewerOf(listing.marketplace), row })
  }
  return byPerson(said)
}

const opinions: Readonly<Record<string, DecisionVerdict>> = {
  'parallel-import': 'grey-market',
  'packaging-only': 'trademark-misuse',
  preloved: 'genuine',
  'authorised-sale': 'genuine',
  'private-gift': 'unclear',
}

function opinionOn({ kind, story }: SampleOffer['story']): DecisionVerdict | undefined {
  return kind === 'fake' ? 'counterfeit' : opinions[story]
}

/** What came of some of the offers on which was decided. */
export function sampleOutcomes(
  offers: readonly SampleOffer[],
  begunAt: Date,
): Happenings<NewOutcome>[] {
  const said = offers.flatMap(({ listing, story }) => {
    const verdict = opinionOn(story)
    if (verdict === undefined || numberOf(`decision ${listing.id}`) % 5 !== 0) return []
    const chance = numberOf(`outcome ${listing.id}`)
    if (chance % 2 !== 0) return []
    const at = momentBefore(begunAt, chance % 0xff)
    const row = { offer: nameOf(listing), said: { outcome: outcomeOf(verdict, chance), at } }
    return [{ by: reviewerOf(listing.marketplace), row }]
  })
  return byPerson(said)
}

function outcomeOf(verdict: DecisionVerdict, chance: number): NewOutcome['outcome'] {
  if (verdict === 'counterfeit') {
    return chance % 7 === 0
      ? 'test-purchase-counterfeit'
      : chance % 3 === 0
        ? 'seller-suspended'
        : 'removed'
  }
  return chance % 3 === 0 ? 'seller-proved-genuine' : 'restored'
}

function nameOf({ id, marketplace }: SampleOffer['listing']): Told<unknown>['offer'] {
  return { externalId: id, marketplace }
}

const fortnightMinutes = 14 * 24 * 60

function momentBefore(begunAt: Date, chance: number): string {
  return new Date(begunAt.getTime() - (1 + (chance % fortnightMinutes)) * 60_000).toISOString()
}

function reviewerOf(site: string): string {
  return marketplaceOf(site) === 'sample-bazarune'
    ? 'reviewer@bazarune.example'
    : 'analyst@merkolane.example'
}

function holderOf(brand: string): string | undefined {
  const { organisation } = sampleHoldings[brand] ?? {}
  const speaker = samplePeople.find(
    (one) => one.organisation === organisation && one.roles.includes('analyst'),
  )
  return speaker?.email
}

function byPerson<T>(said: readonly { by: string; row: Told<T> }[]): Happenings<T>[] {
  const grouped = Map.groupBy(said, ({ by }) => by)
  return [...grouped].map(([by, some]) => ({ by, rows: some.map(({ row }) => row) }))
}
