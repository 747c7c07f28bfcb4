import type { Catalog } from '@touchstone/contract'
import type { Body } from './calls.ts'

/** The organisation to create, and what marks its strings and numbers. */
export type Marked = {
  slug: string
  kind: 'marketplace' | 'rights-holder'
  brand: string
  /** Part of every string that it stores. */
  mark: string
  price: string
  units: number
}

export const market: Marked = {
  slug: 'velum-square',
  kind: 'marketplace',
  brand: 'cotswick',
  mark: 'qzvelumqz',
  price: '7319.83',
  units: 918_273,
}
export const house: Marked = {
  slug: 'torra-house',
  kind: 'rights-holder',
  brand: 'prada',
  mark: 'qztorraqz',
  price: '8426.57',
  units: 645_381,
}

/** Its statements about its brand; prices and sellers are its own alone. */
export function catalogOf({ mark, brand, price }: Marked): Catalog {
  return {
    brands: [
      {
        id: brand,
        name: brand === 'prada' ? 'Prada' : `${mark} brand`,
        aliases: [{ text: `${mark} alias` }],
        channels: [
          {
            marketplace: '*',
            policy: 'authorised-sellers',
            authorisedSellers: [`${mark}-authorised`],
            source: `${mark} channel source`,
          },
        ],
        supplier: `${mark} supplier`,
      },
    ],
    products: [
      {
        id: `${mark}-product`,
        brand,
        name: `${mark} product`,
        styleCodes: ['PRX73198'],
        msrp: [{ amount: price, currency: 'EUR', source: `${mark} price source` }],
      },
    ],
  }
}

export function listingsOf({ mark, kind, price, units }: Marked): Body[] {
  const listing = {
    description: `${mark} description`,
    category: `${mark} category`,
    attributes: { [`${mark} attribute`]: `${mark} value` },
    seller: {
      id: `${mark}-seller`,
      name: `${mark} shop`,
      identifiers: [{ type: 'phone', value: `+000 555 ${mark}` }],
      rating: `${mark} rating`,
    },
    price: { amount: price, currency: 'EUR', margin: `${mark} margin` },
    unitsSold: units,
    condition: 'new',
    images: [{ url: `https://127.0.0.1/${mark}.png` }],
    sources: [{ kind: 'feed', by: `${mark} feed` }],
    externalSignals: [{ name: `${mark} signal`, weight: 0.5 }],
    warehouse: `${mark} warehouse`,
  }
  const alone = {
    ...listing,
    marketplace: `${mark}-bazaar`,
    seller: { ...listing.seller, id: `${mark}-hidden-seller` },
  }
  // A house's watched items are invisible to its rivals, whichever brand they are about.
  const watched = kind === 'marketplace' ? 'Wooden spoon' : 'Gucci bag'
  const hidden = [
    { ...alone, id: `${mark}-1`, title: `Prada wallet ${mark}` },
    { ...alone, id: `${mark}-2`, title: `${watched} ${mark}` },
  ]
  if (kind !== 'marketplace') return hidden
  const title = 'Prada wallet PRX73198 and Gucci bag, 1:1 replica'
  const cheap = { amount: '40', currency: 'USD', margin: `${mark} margin` }
  const shared = { id: `${mark}-3`, marketplace: `${mark}-open`, title, price: cheap }
  return [...hidden, { ...listing, ...shared }]
}
