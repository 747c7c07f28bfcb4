/** Kinds of goods that the sample brands make; ids of the product-type vocabulary. */
export const goodsTypes = [
  'handbag',
  'tote',
  'wallet',
  'belt',
  'backpack',
  'sneakers',
  'loafers',
  'jacket',
  'hoodie',
  't-shirt',
  'scarf',
  'sunglasses',
  'watch',
  'perfume',
  'makeup',
  'skincare',
  'phone',
  'tablet',
  'headphones',
  'speaker',
  'hair-dryer',
  'vacuum',
  'necklace',
  'earrings',
  'bracelet',
  'crystal-figurine',
  'chocolate',
  'candy',
  'pet-food',
  'building-bricks',
  'doll',
  'jersey',
  'suit',
  'tie',
] as const
export type GoodsType = (typeof goodsTypes)[number]

/** A whole title with its plausible price range in US dollars. */
export type PricedTitle = readonly [title: string, low: number, high: number]

/**
 * Phrases of sellers in one language. Slots: {b} brand, {t} kind of goods, {m} model, {c} colour, {n} a small number,
 * {s} style code; in accessories also {watch}, {phone}, {phoneModel}, {vacuum}, {audio}, {bag}.
 */
export interface LanguageTexts {
  language: string
  /** Letter of the sample marketplace. */
  market: string
  listings: number
  places: readonly (readonly [country: string, currency: string])[]
  colours: readonly string[]
  goods: Record<GoodsType, string>
  attributes: { colour: string; model: string }
  titles: {
    /** States that it is a copy, beside the plain brand. */
    replica: readonly string[]
    /** Beside a disguised brand: a hint rather than a word. */
    coy: readonly string[]
    /** The model without its brand. */
    model: readonly string[]
    /** Ordinary new goods. */
    fresh: readonly string[]
    outlet: readonly string[]
    preloved: readonly string[]
    gift: readonly string[]
    parallel: readonly string[]
    denial: readonly string[]
    compatible: readonly string[]
    packaging: readonly string[]
    repair: readonly string[]
    printed: readonly string[]
    /** A harmless offer that carries variants. */
    host: readonly string[]
    /** Goods without any brand. */
    plain: readonly string[]
  }
  /** Names of a variant that hides the branded copy. */
  hiddenVariants: readonly string[]
  common: readonly PricedTitle[]
  traps: readonly PricedTitle[]
  things: readonly PricedTitle[]
  notes: {
    fake: readonly string[]
    fresh: readonly string[]
    outlet: readonly string[]
    preloved: readonly string[]
    gift: readonly string[]
    parallel: readonly string[]
    denial: readonly string[]
    accessory: readonly string[]
    plain: readonly string[]
  }
  reviews: { fake: readonly string[]; good: readonly string[] }
}
