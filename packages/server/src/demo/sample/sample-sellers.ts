import type { Listing } from '@touchstone/contract'

type SampleSeller = {
  /** Ends its listings' ids and its own. */
  id: string
  site: string
  seller: Omit<NonNullable<Listing['seller']>, 'id'>
  story: { kind: 'fake' | 'honest'; story: string }
  /** The goods with their prices in US dollars. */
  goods: readonly (readonly [title: string, price: string])[]
  more?: Partial<Listing>
}

/**
 * Sellers whose listings tell something together: three of counterfeits that confess nothing, a collector whose prices
 * look alike, and an outlet of one brand. Names and goods are invented, as everything in the sample.
 */
const sellers: readonly SampleSeller[] = [
  {
    id: 'fenwold',
    site: 'a',
    seller: { name: 'Fenwold Deals', country: 'GB', type: 'trader' },
    story: { kind: 'fake', story: 'cheap-brands' },
    more: { condition: 'new' },
    goods: [
      ['Velmoraq Ostelle 24 handbag, black', '149.00'],
      ['Velmoraq Brivane tote, sand', '98.00'],
      ['Velmoraq Lunsetta wallet', '36.00'],
      ['Velmoraq Cordane belt', '29.00'],
      ['Velmoraq Fiorande scarf', '21.00'],
      ['Casabrondi Vestrano suit, navy', '79.00'],
      ['Casabrondi Passarino loafers', '31.00'],
      ['Casabrondi Stringata belt', '15.00'],
      ['Quillaby Marrowby handbag', '72.00'],
      ['Tarnhovde Skarveld jacket', '39.00'],
    ],
  },
  {
    id: 'ostrelle',
    site: 'd',
    seller: { name: 'Ostrelle Trade Hall', country: 'TR', type: 'trader' },
    story: { kind: 'fake', story: 'cheap-brands' },
    more: { condition: 'new', quantity: 480 },
    goods: [
      ['Velmoraq Ostelle 24 handbag, cognac', '39.90'],
      ['Velmoraq Brivane tote, ivory', '39.90'],
      ['Velmoraq Noctelle sunglasses', '39.90'],
      ['Velmoraq Lunsetta wallet, red', '39.90'],
      ['Casabrondi Vestrano suit, grey', '39.90'],
      ['Casabrondi Passarino loafers, brown', '39.90'],
      ['Quillaby Trellond backpack', '39.90'],
      ['Quillaby Averline jacket', '39.90'],
      ['Torvenne Calderix watch', '39.90'],
    ],
  },
  {
    id: 'mintrow',
    site: 'b',
    seller: { name: 'Mintrow Closet', country: 'US', type: 'trader' },
    story: { kind: 'fake', story: 'cheap-brands' },
    more: { condition: 'new' },
    goods: [
      ['Velmoraq Ostelle 24 handbag, new in box', '210.00'],
      ['Velmoraq Brivane tote, new in box', '140.00'],
      ['Velmoraq Cordane belt, new in box', '45.00'],
      ['Velmoraq Lunsetta wallet, new in box', '59.00'],
      ['Casabrondi Vestrano suit, new with tags', '120.00'],
      ['Casabrondi Stringata belt, new with tags', '24.00'],
      ['Casabrondi Passarino loafers, new with tags', '48.00'],
      ['Quillaby Quentard loafers, new in box', '62.00'],
    ],
  },
  {
    id: 'marrwick',
    site: 'b',
    seller: {
      name: 'Elowen Marrwick',
      country: 'GB',
      type: 'private',
      joinedAt: '2016-03-02T10:00:00Z',
    },
    story: { kind: 'honest', story: 'collection' },
    goods: [
      ['Velmoraq Ostelle 24 handbag from my late aunt’s collection', '190.00'],
      ['Velmoraq Brivane tote from my late aunt’s collection', '130.00'],
      ['Velmoraq Lunsetta wallet from my late aunt’s collection', '45.00'],
      ['Velmoraq Fiorande scarf from my late aunt’s collection', '28.00'],
      ['Velmoraq Cordane belt from my late aunt’s collection', '40.00'],
      ['Casabrondi Vestrano suit from my late uncle’s wardrobe', '95.00'],
      ['Casabrondi Nodarello tie from my late uncle’s wardrobe', '12.00'],
      ['Casabrondi Stringata belt from my late uncle’s wardrobe', '20.00'],
      ['Quillaby Marrowby handbag from my late aunt’s collection', '110.00'],
    ],
  },
  {
    id: 'norhaven',
    site: 'a',
    seller: {
      name: 'Casabrondi Outlet Norhaven',
      country: 'GB',
      type: 'trader',
      joinedAt: '2014-09-15T08:00:00Z',
    },
    story: { kind: 'honest', story: 'outlet-sale' },
    more: { condition: 'new' },
    goods: [
      ['Casabrondi Vestrano suit, outlet, last season', '420.00'],
      ['Casabrondi Vestrano suit, outlet, size 48', '399.00'],
      ['Casabrondi Nodarello tie, outlet', '39.00'],
      ['Casabrondi Nodarello tie, outlet, striped', '39.00'],
      ['Casabrondi Passarino loafers, outlet', '149.00'],
      ['Casabrondi Passarino loafers, outlet, brown', '139.00'],
      ['Casabrondi Stringata belt, outlet', '69.00'],
      ['Casabrondi Stringata belt, outlet, black', '69.00'],
    ],
  },
]

/** The listings of these sellers, each with its story. */
export function listingsOfSellers(): {
  listing: Listing & { marketplace: string }
  story: SampleSeller['story']
}[] {
  return sellers.flatMap(({ id, site, seller, story, goods, more }) =>
    goods.map(([title, amount], at) => ({
      listing: {
        id: `sample-${id}-${String(at + 1).padStart(2, '0')}`,
        marketplace: `sample-market-${site}`,
        url: `https://market-${site}.example/item/${id}-${at + 1}`,
        title,
        language: 'en',
        price: { amount, currency: 'USD' },
        ...more,
        seller: { id: `sample-seller-${id}`, ...seller },
        observedAt: `2026-11-${String(3 + at).padStart(2, '0')}T09:00:00Z`,
      },
      story,
    })),
  )
}
