import type { Band } from '../catalog/index.ts'
import { gap, type Field } from '../listing-text/index.ts'
import type { SignalContext } from './signal-context.ts'

/** Goods that are sold by the piece; of others a number counts portions, sheets or bricks. */
const byThePiece = new Set([
  'bag',
  'wallet',
  'shoes',
  'clothing',
  'watch',
  'eyewear',
  'hat',
  'belt',
])
/** Cheaper goods come in packs, whose usual price is that of the pack. */
const BY_THE_PIECE_FROM = 20
const MAX_PIECES = 1000

/**
 * False if the words call the price something else than that of the goods: a deposit, an instalment, a rent, a first
 * bid, a raffle ticket, a sample, an empty box, broken goods, a repair. Only fields that name the goods are read:
 * descriptions speak of ways to pay, too.
 */
export function isPriceOfGoods({ reading, lateMarkers }: SignalContext): boolean {
  return !reading.fields.some(
    (field) => namesGoods(field) && lateMarkers.find(field, 'no-price').length > 0,
  )
}

/** Number of pieces that the price is for, by "lot of 10": 1 if the title counts none. */
export function piecesOf(
  { reading, lateMarkers, tree }: SignalContext,
  { low, row }: Band,
): number {
  if (low < BY_THE_PIECE_FROM) return 1
  if (!tree.lineage(row.productType).some((type) => byThePiece.has(type))) return 1
  const title = reading.fields.find(({ kind }) => kind === 'title')
  if (title === undefined || !/\d/.test(title.text)) return 1
  for (const hit of lateMarkers.find(title, 'bundle'))
    for (const match of title.text.matchAll(/(?<![\d.,/-])\d{1,4}(?![\d.,%/-])/g)) {
      const number = { field: title, start: match.index, end: match.index + match[0].length }
      const count = Number(match[0])
      if (gap(number, hit) <= hit.marker.within && count >= 2 && count <= MAX_PIECES) return count
    }
  return 1
}

/** Whether a field says what is on offer; descriptions speak of other things, too. */
export function namesGoods({ kind }: Field): boolean {
  return kind === 'title' || kind === 'category' || kind === 'attribute' || kind === 'variant'
}
