import type { Listing } from '@touchstone/contract'
import { seededRandom } from '@touchstone/contract/seeded-random'

/** Invented sellers with listings: each has words, prices and pictures of its own. */
export class SellerMarket {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  below(most: number): number {
    return Math.floor(this.#random() * most)
  }

  word(): string {
    const syllables = ['ka', 'lo', 'mi', 'ren', 'tas', 'vo', 'bel', 'dur', 'fin', 'gor', 'sy', 'ub']
    return Array.from({ length: 3 }, () => syllables[this.below(syllables.length)]).join('')
  }

  /** Words that a seller repeats among those that everyone uses. */
  style(): string[] {
    return Array.from({ length: 6 }, () => this.word())
  }

  listings(
    seller: string,
    {
      count = 6,
      style = this.style(),
      contact = '',
    }: { count?: number; style?: string[]; contact?: string },
  ): Listing[] {
    const common = ['new', 'bag', 'leather', 'brown', 'gift', 'sale', 'shoes', 'watch']
    return Array.from({ length: count }, (_, at): Listing => {
      const words = Array.from({ length: 6 }, (__, place) =>
        place % 2 === 0 ? style[this.below(style.length)] : common[this.below(common.length)],
      )
      return {
        id: `${seller}-${at}`,
        marketplace: 'market',
        title: words.join(' '),
        ...(contact !== '' && at === 0 && { description: contact }),
        price: { amount: String(10 + this.below(5000)), currency: 'USD' },
        images: [{ url: `https://pictures.example/${seller}-${at}.jpg` }],
        seller: { id: seller, country: 'ID' },
        observedAt: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(),
      }
    })
  }
}
