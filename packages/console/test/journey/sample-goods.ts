import type { Listing } from '@touchstone/contract'
import { samples } from '../console-fixture.ts'
import { writeGoods } from './goods-files.ts'
import type { Goods, Rival } from './journey.ts'

const listings = 500
/** In no lexicon, and rare: terms in more than 1 % of ordinary listings are refused. */
const word = 'zarvolite'
const saidByEvery = 6

/**
 * The repository's samples, flat like exports of shops, some with a word added. The first rows have no description,
 * as in files merged from several sources.
 */
export function sampleGoods(folder: string): Goods {
  const sold = samples.listings.slice(0, listings)
  const ofBrand = sold.filter(({ title }) => title.includes('Velmoraq'))
  const saying = new Set(ofBrand.filter((_, at) => at % saidByEvery === 0))
  const rows = sold.map((listing, at) => ({
    ...flat(listing, saying.has(listing)),
    ...(at >= listings / 2 && { description: listing.description }),
  }))
  return {
    ...writeGoods(folder, rows),
    left: ['label'],
    catalogs: [rivalOf('velmoraq'), rivalOf('torvenne')],
    word,
  }
}

function flat({ id, title, language, price, seller, category }: Listing, says: boolean): object {
  return {
    id,
    title: says ? `${title}, ${word}` : title,
    lang: language,
    category,
    price: price && Number(price.amount),
    currency: price?.currency,
    seller: seller?.id,
    label: says ? 1 : 0,
  }
}

function rivalOf(brand: string): Rival {
  const { brands, products = [] } = samples.catalog
  return {
    brand,
    catalog: {
      brands: brands.filter(({ id }) => id === brand),
      products: products.filter((product) => product.brand === brand),
    },
  }
}
