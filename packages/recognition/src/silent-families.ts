/** The families that can be silent, in the order in which the engine asks them. */
export const silentFamilies = [
  'network',
  'image',
  'price',
  'channel',
  'product',
  'seller',
  'review',
  'external',
  'item',
] as const
