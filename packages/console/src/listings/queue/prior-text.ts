import type { SellerPriorView } from '@touchstone/contract'
import type { Text } from '../../messages/index.ts'

type Prior = Pick<SellerPriorView, 'confirmed' | 'cleared' | 'probability'>

/** Where decisions on the seller place a listing, or the seller, and which they are. */
export function priorText(
  { t, probability: percentOf }: Pick<Text, 't' | 'probability'>,
  { confirmed, cleared, probability }: Prior,
): string {
  const percent = probability === null ? '' : percentOf(probability)
  return t('queue.prior', { percent, confirmed, cleared })
}
