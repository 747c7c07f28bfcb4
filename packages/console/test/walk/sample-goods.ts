import type { Listing } from '@touchstone/contract'
import { samples } from '../house.ts'
import { writeGoods } from './files.ts'
import type { Goods, Rival } from './walk.ts'

const offers = 500
/** In no lexicon. */
const word = 'zarvolite'
const sayIt = 4

/**
 * The repository's samples, flat as exports of shops are, every fourth with a word of its own. The
 * first rows know no description, as in files that were put together.
 */
export function sampleGoods(folder: string): Goods {
  const rows = samples.offers.slice(0, offers).map((offer, at) => ({
    ...flat(offer, at % sayIt === 0),
    ...(at >= offers / 2 && { description: offer.description }),
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
    ...{ id, title: says ? `${title}, ${word}` : title, lang: language, category },
    ...{ price: price && Number(price.amount), currency: price?.currency, seller: seller?.id },
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
