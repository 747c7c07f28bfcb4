import type { Thresholds, Verdict } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { VerdictMark } from '../../components/index.ts'
import { fields } from './threshold-order.ts'
import type { Histogram } from './queries.ts'
import styles from './thresholds.module.css'

/** The most severe verdict that the block rule allows for a listing; one lane each. */
const lanes = ['block', 'review', 'ask-proof'] as const satisfies Verdict[]

const height = 40
const ticks = [0, 25, 50, 75, 100]

type ChartProps = { histogram: Histogram; thresholds: Thresholds }

/**
 * Distribution of listings by probability, in one lane for each limit of the block rule. The background of a lane
 * shows the verdict at each probability, never a more severe one than the lane's.
 */
export function Chart({ histogram: { bars, fixed }, thresholds }: ChartProps): ReactNode {
  const { t, number } = useText()
  const drawn = bars.filter(({ percent }) => percent > 0)
  const clear = bars.filter(({ percent }) => percent === 0).reduce((sum, bar) => sum + bar.count, 0)
  const highest = Math.max(1, ...drawn.map(({ count }) => count))
  return (
    <div>
      {lanes.map((ceiling) => {
        const bars = drawn.filter((bar) => bar.ceiling === ceiling)
        const count = bars.reduce((sum, bar) => sum + bar.count, 0)
        return (
          <div key={ceiling} className={styles.lane}>
            <div className={styles.cap}>
              <span>{t('thresholds.at-most')}</span>
              <VerdictMark verdict={ceiling} />
              <span className="figures">
                {t('thresholds.listings', { count, number: number(count) })}
              </span>
            </div>
            <Lane ceiling={ceiling} bars={bars} most={highest} thresholds={thresholds} />
          </div>
        )
      })}
      <div className={styles.axis} aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: `${tick}%` }}>
            {tick}%
          </span>
        ))}
      </div>
      <p className={styles.fine}>
        {t('thresholds.always-clear', { count: clear })}
        {fixed > 0 && ` ${t('thresholds.fixed', { count: fixed })}`}
      </p>
    </div>
  )
}

type LaneProps = {
  ceiling: (typeof lanes)[number]
  bars: Histogram['bars']
  most: number
  thresholds: Thresholds
}

function Lane({ ceiling, bars, most, thresholds }: LaneProps): ReactNode {
  const { t, list } = useText()
  // Leaves out the thresholds of verdicts that the block rule forbids in this lane.
  const reached = fields.slice(0, fields.findIndex(({ verdict }) => verdict === ceiling) + 1)
  const zones = [
    { verdict: 'clear' as Verdict, from: 0 },
    ...reached.map(({ name, verdict }) => ({ verdict, from: thresholds[name] })),
  ]
  const counts = zones.map(({ verdict, from }, index) => {
    const to = zones[index + 1]?.from ?? 101
    const count = bars
      .filter(({ percent }) => percent >= from && percent < to)
      .reduce((sum, bar) => sum + bar.count, 0)
    return { verdict, from, to, count }
  })
  const description = list(
    counts.map(({ verdict, count }) => `${t(`verdict.${verdict}`)}: ${count}`),
  )
  return (
    <svg
      className={styles.plot}
      viewBox={`0 0 101 ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${t('thresholds.at-most')} ${t(`verdict.${ceiling}`)}. ${description}`}
    >
      {counts.map(({ verdict, from, to }) => (
        <rect
          key={verdict}
          className={styles.zone}
          data-verdict={verdict}
          x={from}
          width={Math.max(0, to - from)}
          y={0}
          height={height}
        />
      ))}
      {bars.map(({ percent, count }) => {
        // Square roots, so that a single listing is visible beside thousands.
        const tall = Math.max(2, Math.sqrt(count / most) * (height - 4))
        return (
          <rect
            key={percent}
            className={styles.bar}
            x={percent + 0.1}
            width={0.8}
            y={height - tall}
            height={tall}
          />
        )
      })}
      {reached.map(({ name, verdict }) => (
        <line
          key={name}
          className={styles.mark}
          data-verdict={verdict}
          x1={thresholds[name]}
          x2={thresholds[name]}
          y1={0}
          y2={height}
        />
      ))}
    </svg>
  )
}
