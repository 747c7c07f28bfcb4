import type {
  DecisionVerdict,
  Listing,
  Money,
  DecisionInput,
  OutcomeInput,
} from '@touchstone/contract'
import { marketplaceOf, sampleHoldings, sampleUsers } from './sample-alliance.ts'
import type { Calendar } from './calendar.ts'
import type { SampleListing } from './sample-listings.ts'
import { seedOf } from './image-name.ts'

/** An event on a listing, by its marketplace's id. */
type SampleRow<T> = {
  listing: { externalId: string; marketplace: string }
  said: Omit<T, 'id' | 'listing' | 'marketplace'>
}

/** The events of one invented person on several listings. */
export type SampleHistory<T> = { by: string; rows: SampleRow<T>[] }

/** Listings submitted again with changes: cheaper, or with another title. */
export function changedListings(listings: readonly SampleListing[]): SampleListing['listing'][] {
  return listings.flatMap(({ listing }) => {
    if (!isChanged(listing) || listing.price === undefined) return []
    const chance = seedOf(`change ${listing.id}`)
    const price = cheaper(listing.price, 70 + (chance % 20))
    return [{ ...listing, price, ...(chance % 5 === 0 && { title: shortened(listing) }) }]
  })
}

function isChanged({ id, price }: Listing): boolean {
  return seedOf(`change ${id}`) % 24 === 0 && price !== undefined
}

function cheaper({ amount, currency }: Money, percent: number): Money {
  const [, decimals = ''] = amount.split('.')
  return { amount: ((Number(amount) * percent) / 100).toFixed(decimals.length), currency }
}

function shortened({ title }: Listing): string {
  const words = title.split(' ')
  return words.length > 4 ? words.slice(0, -1).join(' ') : title
}

/** Decisions that the sample's people made before it was loaded. */
export function sampleDecisions(
  listings: readonly SampleListing[],
  calendar: Calendar,
): SampleHistory<DecisionInput>[] {
  const said: { by: string; row: SampleRow<DecisionInput> }[] = []
  for (const sampleListing of listings) {
    const { listing, story, brand } = sampleListing
    const verdict = sampleVerdictOn(story)
    const chance = seedOf(`decision ${listing.id}`)
    if (verdict === undefined || chance % 5 !== 0) continue
    const at = decidedOn(sampleListing, calendar).toISOString()
    const row = { listing: nameOf(listing), said: { verdict, reason: reasonFor(story), at } }
    const holder = chance % 3 === 0 && brand !== undefined ? holderOf(brand) : undefined
    said.push({ by: holder ?? reviewerOf(listing.marketplace), row })
  }
  return byPerson(said)
}

/** After the arrival of the version that was decided on. */
function decidedOn({ listing }: SampleListing, calendar: Calendar): Date {
  const { id } = listing
  return calendar.decided(id, isChanged(listing) ? calendar.changed(id) : calendar.cameIn(id))
}

const opinions: Readonly<Record<string, DecisionVerdict>> = {
  'parallel-import': 'grey-market',
  'packaging-only': 'trademark-misuse',
  preloved: 'genuine',
  'authorised-sale': 'genuine',
  'private-gift': 'unclear',
}

/** The decision of someone who knows the story of a listing. */
export function sampleVerdictOn({
  kind,
  story,
}: SampleListing['story']): DecisionVerdict | undefined {
  return kind === 'fake' ? 'counterfeit' : opinions[story]
}

/** The console's own reasons, which can be counted. */
const reasons: Readonly<Record<string, string>> = {
  'absurd-price': 'price',
  'cheap-brands': 'price',
  'never-made': 'product',
  'young-seller-with-volume': 'seller',
  'reviews-say-fake': 'other',
  'parallel-import': 'channel',
  'authorised-sale': 'proof',
  preloved: 'proof',
  'private-gift': 'pictures',
}

function reasonFor({ story }: SampleListing['story']): string {
  return reasons[story] ?? 'wording'
}

/** Outcomes for some of the decided listings. */
export function sampleOutcomes(
  listings: readonly SampleListing[],
  calendar: Calendar,
): SampleHistory<OutcomeInput>[] {
  const said = listings.flatMap((sampleListing) => {
    const { listing, story } = sampleListing
    const verdict = sampleVerdictOn(story)
    if (verdict === undefined || seedOf(`decision ${listing.id}`) % 5 !== 0) return []
    const chance = seedOf(`outcome ${listing.id}`)
    if (chance % 2 !== 0) return []
    const at = calendar.ended(listing.id, decidedOn(sampleListing, calendar)).toISOString()
    const row = { listing: nameOf(listing), said: { outcome: outcomeOf(verdict, chance), at } }
    return [{ by: reviewerOf(listing.marketplace), row }]
  })
  return byPerson(said)
}

function outcomeOf(verdict: DecisionVerdict, chance: number): OutcomeInput['outcome'] {
  if (verdict === 'counterfeit') {
    return chance % 7 === 0
      ? 'test-purchase-counterfeit'
      : chance % 3 === 0
        ? 'seller-suspended'
        : 'removed'
  }
  return chance % 3 === 0 ? 'seller-proved-genuine' : 'restored'
}

function nameOf({ id, marketplace }: SampleListing['listing']): SampleRow<unknown>['listing'] {
  return { externalId: id, marketplace }
}

function reviewerOf(site: string): string {
  return marketplaceOf(site) === 'sample-bazarune'
    ? 'reviewer@bazarune.example'
    : 'analyst@merkolane.example'
}

function holderOf(brand: string): string | undefined {
  const { organisation } = sampleHoldings[brand] ?? {}
  const speaker = sampleUsers.find(
    (one) => one.organisation === organisation && one.roles.includes('analyst'),
  )
  return speaker?.email
}

function byPerson<T>(said: readonly { by: string; row: SampleRow<T> }[]): SampleHistory<T>[] {
  const grouped = Map.groupBy(said, ({ by }) => by)
  return [...grouped].map(([by, some]) => ({ by, rows: some.map(({ row }) => row) }))
}
