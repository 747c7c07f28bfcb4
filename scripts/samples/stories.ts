import type { SampleBrand, SampleModel } from './brands.ts'
import type { GoodsType } from './texts.ts'
import { sampleBrands } from './brands.ts'

/** Offers out of a hundred; the first nine kinds are fakes and make up thirty. */
const storyShares = {
  'replica-words': 7,
  'disguised-brand': 6,
  'model-without-brand': 3,
  'coded-invitation': 2,
  'absurd-price': 3,
  'never-made': 2,
  'hidden-in-variant': 2,
  'reviews-say-fake': 3,
  'young-seller-with-volume': 2,
  'authorised-sale': 5,
  'outlet-sale': 4,
  preloved: 6,
  'private-gift': 3,
  'parallel-import': 3,
  'compatible-accessory': 5,
  'packaging-only': 2,
  'repair-service': 1,
  'printed-matter': 1,
  'trap-words': 4,
  denial: 2,
  'common-word': 1,
  unbranded: 33,
} as const
export type Story = keyof typeof storyShares

const stories = Object.keys(storyShares) as Story[]
const fakeStories: ReadonlySet<Story> = new Set(stories.slice(0, 9))

export function isFake(story: Story): boolean {
  return fakeStories.has(story)
}

/** As many stories as offers, in the shares above; rounding is made up with unbranded goods. */
export function storiesFor(listings: number): Story[] {
  const list = stories.flatMap((story) =>
    new Array<Story>(Math.round((storyShares[story] * listings) / 100)).fill(story),
  )
  while (list.length < listings) list.push('unbranded')
  return list.sort((one, other) => stories.indexOf(one) - stories.indexOf(other)).slice(0, listings)
}

const eaten: readonly GoodsType[] = ['chocolate', 'candy', 'pet-food']
const usedUp: readonly GoodsType[] = [...eaten, 'perfume', 'makeup', 'skincare']
const seasonless: readonly GoodsType[] = [...usedUp, 'phone', 'tablet', 'building-bricks']
const worn: readonly GoodsType[] = [
  'handbag',
  'tote',
  'wallet',
  'belt',
  'backpack',
  'sneakers',
  'jacket',
  'hoodie',
  't-shirt',
  'scarf',
  'sunglasses',
  'watch',
  'bracelet',
]
const colourless: readonly GoodsType[] = [
  ...usedUp,
  'building-bricks',
  'doll',
  'crystal-figurine',
  'necklace',
  'earrings',
]
const fromTheMaker: readonly Story[] = ['authorised-sale', 'outlet-sale']

export function hasColour(type: GoodsType): boolean {
  return !colourless.includes(type)
}

function unfit(story: Story, type: GoodsType): boolean {
  switch (story) {
    case 'replica-words':
    case 'disguised-brand':
    case 'model-without-brand':
    case 'coded-invitation':
    case 'denial':
      return eaten.includes(type) || type === 'skincare'
    case 'preloved':
    case 'repair-service':
      return usedUp.includes(type)
    case 'hidden-in-variant':
      return !worn.includes(type)
    case 'outlet-sale':
      return seasonless.includes(type)
    case 'private-gift':
      return type === 'pet-food'
    default:
      return false
  }
}

export interface Subject {
  brand: SampleBrand
  model: SampleModel
}

/** The goods that suit a story. */
export function subjectsOf(story: Story): Subject[] {
  return sampleBrands.flatMap((brand) =>
    brand.models
      .filter((model) => (model.status === 'never-made') === (story === 'never-made'))
      .filter((model) => model.status !== 'announced' && !unfit(story, model.type))
      .filter((model) => story !== 'absurd-price' || model.dollars >= 85)
      // Velmoraq sells in its own shops alone, so no marketplace has a dealer of it.
      .filter(() => brand.id !== 'velmoraq' || !fromTheMaker.includes(story))
      .map((model) => ({ brand, model })),
  )
}

const priceFactors: Partial<Record<Story, readonly [number, number]>> = {
  'absurd-price': [0.02, 0.07],
  'never-made': [0.08, 0.5],
  'reviews-say-fake': [0.2, 0.5],
  'young-seller-with-volume': [0.15, 0.4],
  'authorised-sale': [0.95, 1.05],
  'outlet-sale': [0.5, 0.7],
  preloved: [0.25, 0.65],
  'private-gift': [0.6, 0.85],
  'parallel-import': [0.75, 0.92],
  denial: [0.35, 0.9],
}

/** The range of prices in this story, as shares of the maker's price. */
export function priceFactor(story: Story, dollars: number): readonly [number, number] {
  return priceFactors[story] ?? (dollars > 1000 ? [0.03, 0.14] : [0.12, 0.42])
}

const accessoryPrices: Partial<Record<Story, readonly [number, number]>> = {
  'compatible-accessory': [5, 28],
  'packaging-only': [6, 35],
  'repair-service': [18, 120],
  'printed-matter': [6, 35],
}

export function accessoryPrice(story: Story): readonly [number, number] | undefined {
  return accessoryPrices[story]
}

/** Prices of unbranded goods of a kind, in dollars. */
export function plainPrice(type: GoodsType): readonly [number, number] {
  if (type === 'phone' || type === 'tablet') return [70, 220]
  if (type === 'suit' || type === 'vacuum') return [55, 160]
  return eaten.includes(type) || type === 'makeup' ? [3, 15] : [9, 55]
}
