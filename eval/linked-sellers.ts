import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Listing } from '@touchstone/contract'
import { linkSellers, type SellerLink } from '@touchstone/linkage'
import { z } from 'zod'
import { SellerMarket } from '../packages/linkage/test/seller-market.ts'
import { seededRandom } from './random.ts'

// How well link-sellers finds the other account of one seller: among accounts that were divided in two, and among
// accounts of operators that name themselves in their titles, with these names masked.

const Row = z.object({
  listing: z.string(),
  account: z.string(),
  platform: z.string(),
  title: z.string(),
  title_masked: z.string().optional(),
  price_cny: z.number().nullish(),
  image_keys: z.array(z.string()),
})

const folder = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'seller')

async function readListings(file: string): Promise<Listing[]> {
  const listings: Listing[] = []
  const lines = createInterface(createReadStream(join(folder, file)).pipe(createGunzip()))
  for await (const line of lines) {
    const row = Row.parse(JSON.parse(line))
    listings.push({
      id: row.listing,
      marketplace: row.platform,
      title: row.title_masked ?? row.title,
      ...(row.price_cny && { price: { amount: String(row.price_cny), currency: 'CNY' } }),
      images: row.image_keys.map((key) => ({ url: `https://pictures.example/${key}.jpg` })),
      seller: { id: row.account },
    })
  }
  return listings
}

function readGold(file: string): [string, string][] {
  const [, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/)
  return lines.map((line) => {
    const [one = '', other = ''] = line.split(',')
    return [one, other]
  })
}

/** The other accounts of an account’s links, the likeliest first. */
function ranked(links: readonly SellerLink[], account: string): string[] {
  return links
    .filter(({ a, b }) => a === account || b === account)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ a, b }) => (a === account ? b : a))
}

const mean = (numbers: readonly number[]): string =>
  (numbers.reduce((sum, one) => sum + one, 0) / numbers.length).toFixed(4)
const seal = (value: string): string => value

async function measureSplit(): Promise<string> {
  const gold = readGold('split_gold.csv')
  const others = new Set(gold.map(([, candidate]) => candidate))
  const listings = [
    ...(await readListings('split_query_listings.jsonl.gz')),
    ...(await readListings('split_candidate_listings.jsonl.gz')),
  ]
  const { links } = linkSellers(listings, { seal, candidates: gold.length })
  const ranks = gold.map(
    ([query, candidate]) =>
      1 +
      ranked(links, query)
        .filter((one) => others.has(one))
        .indexOf(candidate),
  )
  const reciprocal = ranks.map((rank) => (rank === 0 ? 0 : 1 / rank))
  const same = new Set(gold.map((pair) => pair.toSorted().join()))
  const pairs = links.map(({ a, b, probability }) => ({
    probability,
    isSame: same.has([a, b].toSorted().join()) ? 1 : 0,
  }))
  return `recall@1 ${mean(ranks.map((rank) => (rank === 1 ? 1 : 0)))}, MRR ${mean(reciprocal)}; calibration error ${calibrationError(pairs)} of ${pairs.length} pairs, ${calibrationError(pairs.filter(({ probability }) => probability >= 0.05))} of those from 0.05 on`
}

/** How far probabilities are from the share of pairs that are the same, in ten bins, by the number of pairs in each. */
function calibrationError(pairs: readonly { probability: number; isSame: number }[]): string {
  const bins = Map.groupBy(pairs, ({ probability }) => Math.min(9, Math.floor(10 * probability)))
  const apart = [...bins.values()].map((own) =>
    Math.abs(own.reduce((sum, { probability, isSame }) => sum + probability - isSame, 0)),
  )
  return (apart.reduce((sum, one) => sum + one, 0) / pairs.length).toFixed(4)
}

async function measureNetworks(): Promise<string> {
  const gold = readGold('network_gold.csv')
  const listings = await readListings('network_listings.jsonl.gz')
  const { links } = linkSellers(listings, { seal, candidates: 50 })
  const figures = gold.map(([account, network]) => {
    const own = gold.flatMap(([other, its]) =>
      its === network && other !== account ? [other] : [],
    )
    const order = ranked(links, account)
    const hits = order.flatMap((other, rank) => (own.includes(other) ? [rank + 1] : []))
    const precision = hits.reduce((sum, rank, at) => sum + (at + 1) / rank, 0) / own.length
    return { precision, hit: hits[0] === 1 ? 1 : 0 }
  })
  return `MAP ${mean(figures.map(({ precision }) => precision))}, hit@1 ${mean(figures.map(({ hit }) => hit))}`
}

/** Share of listings that show a picture of somebody else’s. */
const mixedUp = 0.07

/** Sellers as they are, some of whose pictures are another seller’s; those known as one seller’s count once. */
async function measureOrdinary(): Promise<string> {
  const known = new Map(readGold('network_gold.csv'))
  const seen = new Set<string>()
  const all = (await readListings('network_listings.jsonl.gz')).filter(
    ({ seller }) => !known.has(seller?.id ?? ''),
  )
  const random = seededRandom(7)
  const listings = all.map((listing) => {
    const other = all[Math.floor(random() * all.length)]?.images?.[0]
    const isMixedUp = random() < mixedUp && other !== undefined
    seen.add(listing.seller?.id ?? '')
    return isMixedUp ? { ...listing, images: [...(listing.images ?? []), other] } : listing
  })
  const { networks } = linkSellers(listings, { seal })
  const members = networks.reduce((sum, { sellers }) => sum + sellers.length, 0)
  const largest = Math.max(1, ...networks.map(({ sellers }) => sellers.length))
  return `${members} of ${seen.size} in a network, the largest of ${largest}; joined by any picture, the largest would be ${largestByPictures(listings)}`
}

/** Accounts of the largest network where any shared picture joins two. */
function largestByPictures(listings: readonly Listing[]): number {
  const roots = new Map<string, string>()
  const rootOf = (name: string): string => {
    const above = roots.get(name) ?? name
    if (above === name) return name
    const root = rootOf(above)
    roots.set(name, root)
    return root
  }
  const accounts = new Set(listings.map(({ seller }) => `account ${seller?.id ?? ''}`))
  for (const { seller, images = [] } of listings)
    for (const { url = '' } of images) roots.set(rootOf(url), rootOf(`account ${seller?.id ?? ''}`))
  const sizes = [...Map.groupBy(accounts, rootOf).values()].map(({ length }) => length)
  return Math.max(...sizes)
}

const honest = 5000
const operators = 20
const accountsOfOperator = ['a', 'b', 'c']

/** Invented sellers who share a warehouse, its phone and stock photos, with operators of three accounts among them. */
function measureSharedWarehouse(): string {
  const market = new SellerMarket(20)
  const warehouse = 'Address: Block 7 Lot 12, Harbour Road 88, Batam 29432. Tel 0812 9999 0000'
  const stock = ['1', '2', '3'].map((name) => ({
    url: `https://pictures.example/stock-${name}.jpg`,
  }))
  const crowd = Array.from({ length: honest }, (_, at) =>
    market.listings(`honest-${at}`, { count: 3, contact: warehouse }),
  )
  const planted = Array.from({ length: operators }, (_, at) => {
    const style = market.style()
    const contact = `${warehouse}\nwa 0813 77${1000 + at * 37} ${10 + at}`
    return accountsOfOperator.flatMap((account) =>
      market.listings(`operator-${at}-${account}`, { count: 3, style, contact }),
    )
  })
  const listings = [...crowd, ...planted]
    .flat()
    .map((listing) => ({ ...listing, images: [...(listing.images ?? []), ...stock] }))
  const { networks } = linkSellers(listings, { seal })
  const operatorOf = (seller: string): string => /^operator-\d+/.exec(seller)?.[0] ?? seller
  const pairsOf = (count: number): number => (count * (count - 1)) / 2
  let [found, merged] = [0, 0]
  for (const { sellers } of networks) {
    merged += sellers.filter((seller) => seller.startsWith('honest')).length
    for (const own of Map.groupBy(sellers, operatorOf).values()) found += pairsOf(own.length)
  }
  const recall = found / (operators * pairsOf(accountsOfOperator.length))
  return `${merged} of ${honest} honest sellers in a network, pair recall of operators ${recall.toFixed(4)}`
}

console.log(`shared warehouse: ${measureSharedWarehouse()}`)
if (existsSync(folder)) {
  console.log(`divided accounts: ${await measureSplit()}`)
  console.log(`ordinary sellers: ${await measureOrdinary()}`)
  console.log(`networks, names masked: ${await measureNetworks()}`)
} else console.log('seller data not here, skipped')
