/** All parties of the rehearsal are invented. */
export const parties = {
  brand: { slug: 'velmoraq-rights', name: 'Velmoraq Rights', email: 'rights@velmoraq.example' },
  platform: { slug: 'pasar-lestari', name: 'Pasar Lestari', email: 'notices@pasar.example' },
  seller: { id: 'toko-embun', name: 'Toko Embun', email: 'toko-embun@mail.example' },
  analyst: 'Dewi Lestari',
  counsel: 'Mirela Torvund',
  moderator: 'Anna Weber',
  reviewer: 'Jonas Brandt',
} as const

export const shopHost = 'pasar.example'
export const listingTitle = 'Velmoraq sandal KW super, same as original, without box'

/** The listing as the marketplace submits it. */
export function listingAt(origin: string, at: string): Record<string, unknown> {
  return {
    id: 'item-4711',
    marketplace: parties.platform.slug,
    url: `${origin}/item/4711`,
    title: listingTitle,
    description: 'KW super quality, replica 1:1. Stock is plenty, dropship welcome.',
    language: 'en',
    price: { amount: '19.90', currency: 'EUR' },
    seller: { id: parties.seller.id, name: parties.seller.name, country: 'DE', type: 'trader' },
    shipsFrom: 'DE',
    observedAt: at,
  }
}

export const catalog = {
  brands: [
    {
      id: 'velmoraq',
      name: 'Velmoraq',
      owner: 'Velmoraq Rights',
      commonWord: false,
      protected: true,
      aliases: [],
    },
  ],
} as const
