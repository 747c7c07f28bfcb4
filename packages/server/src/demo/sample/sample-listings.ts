import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Catalog, type Brand, type Listing, type Product } from '@touchstone/contract'
import { productTypes } from '@touchstone/recognition'
import { AppError } from '../../platform/errors/index.ts'
import { sampleHoldings } from './sample-alliance.ts'
import { listingsOfSellers } from './sample-sellers.ts'
import { motifOf, seedOf, sampleImageUrl } from './image-name.ts'

/** The story behind a sample listing, for people; the engine never reads it. */
type Story = { kind: 'fake' | 'honest'; story: string }

export type SampleListing = {
  listing: Listing & { marketplace: string }
  story: Story
  /** The brand it names plainly, if any. */
  brand: string | undefined
}

export type Samples = {
  catalog: Required<Pick<Catalog, 'brands' | 'products'>>
  listings: SampleListing[]
}

const folder = fileURLToPath(new URL('../../../../../samples/', import.meta.url))

/** The sample listings with their pictures, and the catalog of the invented brands. */
export async function readSamples(): Promise<Samples> {
  const [catalogText, listingsText, truthText] = await Promise.all(
    ['catalog.json', 'listings.ndjson', 'truth.ndjson'].map(readText),
  )
  const { brands, products = [] } = Catalog.parse(JSON.parse(catalogText ?? ''))
  const catalog = {
    brands: brands.map(withRight),
    products: products.map((product) => ({ ...product, images: [{ url: photoOf(product) }] })),
  }
  const stories = new Map(
    rowsOf<Story & { id: string }>(truthText).map(({ id, kind, story }) => [id, { kind, story }]),
  )
  const goods = new Goods(catalog.brands, catalog.products)
  const told = rowsOf<SampleListing['listing']>(listingsText).map((listing) => ({
    listing,
    story: stories.get(listing.id) ?? ({ kind: 'honest', story: 'unbranded' } as const),
  }))
  const listings = [...told, ...listingsOfSellers()].map(({ listing, story }): SampleListing => {
    const { product, brand, type } = goods.of(listing)
    return {
      listing: {
        ...listing,
        ...atShop(listing),
        images: pictures(listing, story, { product, type }),
      },
      story,
      brand,
    }
  })
  return { catalog, listings }
}

/** The invented shop that captures can reach; certificates for its name cannot exist, so it has plain HTTP. */
export const sampleShopHost = 'market-a.example'

function atShop({ url }: Listing): { url?: string } {
  const prefix = `https://${sampleShopHost}/`
  return url?.startsWith(prefix) ? { url: url.replace('https:', 'http:') } : {}
}

/** The number of listings to load. */
export async function countSamples(): Promise<number> {
  return rowsOf(await readText('listings.ndjson')).length + listingsOfSellers().length
}

async function readText(name: string): Promise<string> {
  try {
    return await readFile(`${folder}${name}`, 'utf8')
  } catch (cause) {
    throw new AppError({
      code: 'not-found',
      message: `the sample listings are missing (${(cause as Error).message}): they are only part of the repository`,
      cause,
    })
  }
}

function rowsOf<T>(text = ''): T[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as T)
}

function withRight(brand: Brand): Brand {
  const { organisation = '' } = sampleHoldings[brand.id] ?? {}
  const right = {
    kind: 'trademark' as const,
    number: registerNumber(brand.id),
    office: 'EM',
    territory: ['EM'],
    validUntil: '2034-12-31',
    ...(brand.niceClasses && { niceClasses: brand.niceClasses }),
  }
  return { ...brand, owner: organisation, rights: [right] }
}

/** A brand's number in the invented register. */
export function registerNumber(brand: string): string {
  return `SM-${seedOf(brand)}`
}

function photoOf({ id, productType }: Product): string {
  return sampleImageUrl({
    motif: motifOf(productType),
    goods: seedOf(id),
    deviation: 0,
    scene: 0,
  })
}

type PicturedGoods = { product: Product | undefined; type: string | undefined }

const mostPictures = 4

/**
 * Pictures of a listing. One of a known product shows the maker's goods; the photograph of a fake differs slightly,
 * or its seller copied the maker's picture.
 */
function pictures(
  listing: Listing,
  { kind }: Story,
  { product, type }: PicturedGoods,
): { url: string }[] {
  const seed = seedOf(listing.id)
  const goods = seedOf(product?.id ?? listing.title)
  const taken = kind === 'fake' && seed % 3 === 0
  const deviation = kind === 'fake' && !taken ? 1 + (seed % 250) : 0
  const motif = motifOf(type, listing.title)
  return Array.from({ length: 1 + (seed % mostPictures) }, (_, at) => {
    const scene = taken && at === 0 ? 0 : (seed + at * 7919) % 0xffff
    return { url: sampleImageUrl({ motif, goods, deviation, scene }) }
  })
}

/** Determines from a listing's words what it shows: a catalog product, a brand's goods, or just goods. */
class Goods {
  private readonly products: readonly Product[]
  private readonly brands: readonly Brand[]
  private readonly words = new Map<string, string>()
  private longest = 0

  constructor(brands: readonly Brand[], products: readonly Product[]) {
    this.brands = brands
    this.products = products.toSorted((one, other) => other.name.length - one.name.length)
    for (const { id, words } of productTypes.types) {
      for (const word of Object.values(words).flat()) {
        this.words.set(word.toLowerCase(), id)
        this.longest = Math.max(this.longest, word.length)
      }
    }
  }

  of({
    title,
    category = '',
    variants = [],
  }: Listing): PicturedGoods & { brand: string | undefined } {
    const text = [title, ...variants.map(({ name = '' }) => name)].join('\n').toLowerCase()
    const product = this.products.find(({ name }) => text.includes(name.toLowerCase()))
    const brand =
      product?.brand ?? this.brands.find(({ name }) => text.includes(name.toLowerCase()))?.id
    const type =
      product?.productType ??
      this.typeIn(category.toLowerCase()) ??
      this.typeIn(title.toLowerCase())
    return { product, brand, type }
  }

  /** The product type of the longest matching word in a text. */
  private typeIn(text: string): string | undefined {
    for (let length = Math.min(this.longest, text.length); length > 1; length--) {
      for (let at = 0; at + length <= text.length; at++) {
        const type = this.words.get(text.slice(at, at + length))
        if (type !== undefined && isWhole(text, at, at + length)) return type
      }
    }
    return undefined
  }
}

/** In scripts without spaces a word may end anywhere. */
function isWhole(text: string, from: number, to: number): boolean {
  const joins = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\d]/u
  const within = (one: string, other: string): boolean => joins.test(one) && joins.test(other)
  return (
    !within(text.charAt(from - 1), text.charAt(from)) &&
    !within(text.charAt(to - 1), text.charAt(to))
  )
}
