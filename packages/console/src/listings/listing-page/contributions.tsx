import type { Assessment } from '@touchstone/contract'
import { useMemo, type ReactNode } from 'react'
import {
  ledgerOf,
  probabilityOf,
  type Ledger,
  WordedText,
  type Lit,
} from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { signalParts } from '../../assessment-text/index.ts'
import styles from './contributions.module.css'

const ticks = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]
/** Smaller remainders are rounding. */
const noRest = 0.005

type Scale = { low: number; high: number; at: (logOdds: number) => number }

function scaleOf({ start, end, steps }: Ledger): Scale {
  const sums = [start, end, ...steps.map(({ to }) => to)]
  const low = Math.min(...sums) - 0.4
  const high = Math.max(...sums) + 0.4
  return { low, high, at: (logOdds) => ((logOdds - low) / (high - low)) * 100 }
}

/** Contribution of each signal to the probability: consecutive bars in log-odds, starting from the base rate. */
export function Contributions({
  assessment,
  lit,
}: {
  assessment: Assessment
  lit: Lit
}): ReactNode {
  const { t, percent, probability, weight } = useText()
  const ledger = ledgerOf(assessment)
  if (ledger === undefined) return <PlainReasons assessment={assessment} lit={lit} />
  const scale = scaleOf(ledger)
  const shownTicks = ticks
    .map((probability) => ({ probability, logOdds: Math.log(probability / (1 - probability)) }))
    .filter(({ logOdds }) => logOdds > scale.low && logOdds < scale.high)
  const grid = shownTicks.map(({ logOdds }) => (
    <i key={logOdds} className={styles.tick} style={{ left: `${scale.at(logOdds)}%` }} />
  ))
  const bar = (from: number, to: number): ReactNode => (
    <span className={styles.track} aria-hidden="true">
      {grid}
      <b
        className={to >= from ? styles.raises : styles.lowers}
        data-from={from}
        data-to={to}
        style={{
          left: `${scale.at(Math.min(from, to))}%`,
          width: `${Math.abs(scale.at(to) - scale.at(from))}%`,
        }}
      />
    </span>
  )
  const point = (logOdds: number): ReactNode => (
    <span className={styles.track} aria-hidden="true">
      {grid}
      <b className={styles.point} style={{ left: `${scale.at(logOdds)}%` }} />
    </span>
  )
  return (
    <div className={styles.chart}>
      <ol className={styles.rows}>
        <li className={styles.row}>
          <span />
          <span className={styles.reason}>
            {t('listing.base-rate')}
            <span className={styles.source}>{t('listing.base-rate.hint')}</span>
          </span>
          {point(ledger.start)}
          <span className={`${styles.weight} figures`}>{percent(probabilityOf(ledger.start))}</span>
        </li>
        {ledger.steps.map(({ signal, number, from, to }) => (
          <li
            key={number}
            className={lit.signal === number ? `${styles.row} ${styles.lit}` : styles.row}
            onMouseEnter={() => lit.light(number)}
            onMouseLeave={() => lit.light(undefined)}
          >
            <span className={styles.number}>{number}</span>
            <Reason signal={signal} />
            {bar(from, to)}
            <span className={`${styles.weight} ${directionOf(signal.weight)} figures`}>
              {weight(signal.weight)}
            </span>
          </li>
        ))}
        {Math.abs(ledger.rest) > noRest && (
          <li className={styles.row}>
            <span />
            <span className={styles.sum}>{t('listing.other-signals')}</span>
            {bar(ledger.end - ledger.rest, ledger.end)}
            <span className={`${styles.weight} figures`}>{weight(ledger.rest)}</span>
          </li>
        )}
        <li className={`${styles.row} ${styles.total}`}>
          <span />
          <span className={styles.sum}>{t('listing.probability')}</span>
          {point(ledger.end)}
          <span className={`${styles.weight} figures`}>{probability(assessment.probability)}</span>
        </li>
      </ol>
      <div className={styles.axis} aria-hidden="true">
        {shownTicks.map(({ probability, logOdds }) => (
          <span key={logOdds} style={{ left: `${scale.at(logOdds)}%` }}>
            {`${probability * 100}%`}
          </span>
        ))}
      </div>
    </div>
  )
}

/** A weight shown as 0.00 has no direction. */
function directionOf(weight: number): string {
  if (Math.abs(weight) < noRest) return ''
  return (weight > 0 ? styles['up'] : styles['downward']) ?? ''
}

type Signal = Assessment['signals'][number]

function Reason({ signal }: { signal: Signal }): ReactNode {
  const text = useText()
  const { t, signalName } = text
  const { family, code } = signal
  const parts = useMemo(() => signalParts(text, signal), [text, signal])
  return (
    <span className={styles.reason}>
      {parts.length > 0 && (
        <span className="stranger">
          <WordedText parts={parts} />
        </span>
      )}
      <span className={styles.source}>
        {t(`family.${family}`)} · <span title={code}>{signalName(code)}</span>
      </span>
    </span>
  )
}

function PlainReasons({ assessment, lit }: { assessment: Assessment; lit: Lit }): ReactNode {
  const { t, weight } = useText()
  return (
    <>
      <p className={styles.note}>{t('listing.no-base-rate')}</p>
      <ol className={styles.rows}>
        {assessment.signals.map((signal, index) => (
          <li
            key={index}
            className={styles.row}
            onMouseEnter={() => lit.light(index + 1)}
            onMouseLeave={() => lit.light(undefined)}
          >
            <span className={styles.number}>{index + 1}</span>
            <Reason signal={signal} />
            <span />
            <span className={`${styles.weight} figures`}>{weight(signal.weight)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
