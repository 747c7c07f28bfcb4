import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import styles from './usage-bar.module.css'
import { amountWords, mebibyte, type Budget } from '../watch-terms/index.ts'

type Part = 'requests' | 'bytes' | 'processorSeconds' | 'cost'

type BudgetBarsProps = {
  used: Readonly<Record<Part, number>>
  budget: Budget
  currency: string | undefined
  /** Without rates, a cost is unknown. */
  hasRates?: boolean | undefined
}

/** How much of each part of a budget is used, in words and as bars. */
export function BudgetBars({ used, budget, currency, hasRates }: BudgetBarsProps): ReactNode {
  const { t, number, locale } = useText()
  const wordsOf: Readonly<Record<Part, (amount: number) => string>> = {
    requests: (amount) => number(amount),
    bytes: (amount) => dataWords(t, amount),
    processorSeconds: (amount) => t('watch-budget.seconds', { seconds: rounded(amount) }),
    cost: (amount) =>
      currency === undefined ? number(amount) : amountWords(locale, currency, amount),
  }
  const parts = (['requests', 'bytes', 'processorSeconds', 'cost'] as const).flatMap((part) => {
    const limit = budget[part]
    return limit === null ? [] : [{ part, limit }]
  })
  return (
    <ul className={styles.bars}>
      {parts.map(({ part, limit }) => {
        const share = limit === 0 ? 1 : Math.min(1, used[part] / limit)
        return (
          <li key={part}>
            <span className={styles.line}>
              <span>{t(`watch-budget.${part}`)}</span>
              <span className="figures">
                {t('watch-budget.of', {
                  used:
                    part === 'cost' && hasRates === false && used.cost === 0
                      ? t('watch-budget.no-rates')
                      : wordsOf[part](used[part]),
                  limit: wordsOf[part](limit),
                })}
              </span>
            </span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.fill}
                data-full={share === 1}
                style={{ width: `${share * 100}%` }}
              />
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** An amount of data in the unit in which it has digits. */
export function dataWords(t: Text['t'], bytes: number): string {
  return bytes > 0 && bytes < mebibyte
    ? t('watch-budget.kibibytes', { size: rounded(bytes / 1024) })
    : t('watch-budget.mebibytes', { size: rounded(bytes / mebibyte) })
}

function rounded(amount: number): number {
  return amount >= 10 ? Math.round(amount) : Math.round(amount * 10) / 10
}
