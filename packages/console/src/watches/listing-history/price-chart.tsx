import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './listing-history.module.css'
import type { PricePoint } from './price-course.ts'

const width = 600
const height = 120
const inset = 8

/** The price over time, as steps. `until` is when the listing was last seen. */
export function PriceChart({
  points,
  until,
}: {
  points: readonly PricePoint[]
  until: string
}): ReactNode {
  const { t, money, day } = useText()
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return null
  // Amounts of several currencies have no common scale.
  const own = points.filter(({ currency }) => currency === last.currency)
  const end = Math.max(Date.parse(until), last.at + 1)
  const start = own[0]?.at ?? last.at
  const amounts = own.map(({ amount }) => amount)
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)]
  const x = (at: number): number => inset + ((at - start) / (end - start)) * (width - 2 * inset)
  const y = (amount: number): number =>
    high === low
      ? height / 2
      : height - inset - ((amount - low) / (high - low)) * (height - 2 * inset)
  const path = own
    .map(({ at, amount }, index) =>
      index === 0 ? `M${x(at)} ${y(amount)}` : `H${x(at)}V${y(amount)}`,
    )
    .join('')
  const words = (amount: number): string => money(String(amount), last.currency)
  return (
    <figure className={styles.chart}>
      <figcaption>
        {t('watched-price.range', { low: words(low), high: words(high), now: words(last.amount) })}
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" preserveAspectRatio="none">
        <path d={`${path}H${x(end)}`} className={styles.course} />
      </svg>
      <div className={styles.ends} aria-hidden="true">
        <span>{day(new Date(start).toISOString())}</span>
        <span>{day(new Date(end).toISOString())}</span>
      </div>
    </figure>
  )
}
