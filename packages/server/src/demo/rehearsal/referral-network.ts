import { createHash } from 'node:crypto'
import type { Listing } from '@touchstone/contract'
import { seededRandom } from '@touchstone/contract/seeded-random'
import {
  linkSellers,
  type LinkedSellers,
  type SellerLink,
  type SellerNetwork,
} from '@touchstone/linkage'
import { parties } from './parties.ts'

/** The invented network: three accounts with one phone number, of which each writes it in another way. */
const members = [
  { id: 'toko-embun', name: 'Toko Embun', country: 'ID', contact: 'WA 0812 0000 0042' },
  { id: 'embun-jaya', name: '晨露商行', country: 'CN', contact: 'hubungi 0812-0000-0042' },
  { id: 'nada-store', name: 'متجر الندى', country: 'AE', contact: 'telp +62 812 0000 0042' },
] as const
const unrelated = 40
const listingsEach = 4
const day = 24 * 3_600_000

export type InventedMarket = {
  listings: readonly Listing[]
  linked: LinkedSellers
  network: SellerNetwork
  /** Links inside the network. */
  links: readonly SellerLink[]
  /** Links above one half, and how many of them are wrong: the accounts are invented, so it is known. */
  checked: { sample: number; wrong: number }
}

/** Invents the listings of a marketplace and links its accounts as the product does. */
export function inventMarket(at: Date): InventedMarket {
  const random = seededRandom(23)
  const listings = [
    ...Array.from({ length: unrelated }, (_, place) =>
      listingsOf({ id: `toko-${place}`, name: `Toko ${place}`, country: 'ID' }, random, at),
    ).flat(),
    ...members.flatMap((member) => listingsOf(member, random, at)),
  ]
  const linked = linkSellers(listings, {
    seal: (value) => createHash('sha256').update(value).digest('hex'),
  })
  const isMember = (account: string): boolean => members.some(({ id }) => id === account)
  const network = linked.networks.find(({ sellers }) => sellers.some(isMember))
  if (network === undefined) throw new Error('The invented accounts were not linked.')
  const strong = linked.links.filter(({ probability }) => probability >= 0.5)
  return {
    listings,
    linked,
    network,
    links: linked.links.filter(
      ({ a, b }) => network.sellers.includes(a) && network.sellers.includes(b),
    ),
    checked: {
      sample: strong.length,
      wrong: strong.filter(({ a, b }) => !isMember(a) || !isMember(b)).length,
    },
  }
}

type Member = { id: string; name: string; country: string; contact?: string }

function listingsOf(
  { id, name, country, contact }: Member,
  random: () => number,
  at: Date,
): Listing[] {
  const word = (words: readonly string[]): string =>
    words[Math.floor(random() * words.length)] ?? ''
  const syllables = ['ka', 'lo', 'mi', 'ren', 'tas', 'vo', 'bel', 'dur', 'fin', 'gor', 'sy', 'ub']
  const own = Array.from({ length: 6 }, () => word(syllables) + word(syllables) + word(syllables))
  return Array.from({ length: listingsEach }, (_, place) => ({
    id: `${id}-${place}`,
    marketplace: parties.platform.slug,
    url: `https://pasar.example/item/${id}-${place}`,
    title:
      contact === undefined
        ? `${word(own)} new ${word(own)} bag ${word(own)} gift`
        : `Velmoraq sandal KW super ${word(own)} ${word(own)}`,
    ...(contact !== undefined && place === 0 && { description: contact }),
    price: { amount: String(150_000 + Math.floor(random() * 90_000)), currency: 'IDR' },
    seller: { id, name, country },
    observedAt: new Date(at.getTime() - (20 - place) * day).toISOString(),
  }))
}

/** How sure a share of a sample is: Wilson's interval of 95 %. */
export function intervalOf(wrong: number, sample: number): { low: number; high: number } {
  const z = 1.96
  const share = wrong / sample
  const scale = 1 + z ** 2 / sample
  const centre = (share + z ** 2 / (2 * sample)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / sample + z ** 2 / (4 * sample ** 2))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
