import { useText } from '../../messages/index.ts'
import type { PortfolioFact } from './queries.ts'

const names = {
  'seller.portfolio-prices': 'prices',
  'seller.portfolio-same-price': 'same-price',
  'seller.portfolio-choices': 'choices',
  'seller.portfolio-pictures': 'pictures',
  'seller.portfolio-quantities': 'quantities',
  'seller.portfolio-signs': 'signs',
  'seller.portfolio-reviews': 'reviews',
} as const satisfies Record<PortfolioFact['code'], string>

const parts = ['tenth', 'fifth', 'third', 'half', 'whole'] as const

/** A fact of a portfolio in words, with its counts. */
export function useFactText(): (fact: PortfolioFact) => string {
  const { t, number } = useText()
  return ({ code, count, of, params }) => {
    const counts = { count: number(count), of: number(of) }
    const name = names[code]
    if (name === 'prices') {
      const part = parts.find((one) => one === params['part']) ?? 'whole'
      return t('portfolio-fact.prices', {
        ...counts,
        brands: number(Number(params['brands'])),
        part: t(`portfolio-part.${part}`),
      })
    }
    if (name === 'same-price')
      return t('portfolio-fact.same-price', { ...counts, prices: Number(params['prices']) })
    return t(`portfolio-fact.${name}`, counts)
  }
}
