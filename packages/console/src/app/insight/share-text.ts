import type { InsightView } from '@touchstone/contract'
import type { Text } from '../../messages/index.ts'

export type ShareView = InsightView['contested']['share']

/** A share with its interval; a dash without a denominator. */
export function shareText({ t, percent }: Pick<Text, 't' | 'percent'>, share: ShareView): string {
  if (share === null) return '–'
  const [value, low, high] = [share.value, share.low, share.high].map(percent)
  return t('insight.share', { value: value ?? '', low: low ?? '', high: high ?? '' })
}
