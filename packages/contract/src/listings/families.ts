export const families = [
  'text',
  'brand',
  'price',
  'image',
  'seller',
  'channel',
  'product',
  'network',
  'review',
  'external',
  'guard',
] as const
export type Family = (typeof families)[number]
