import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { Row } from './queries.ts'
import styles from './notice-quality.module.css'

export type ShareBarProps = {
  share: NonNullable<Row['success']>
  name: string
  /** The limit, and which side of it is acceptable. */
  line: number
  kept: 'above' | 'below'
}

/** A share with its interval and its limit. */
export function ShareBar({ share, name, line, kept }: ShareBarProps): ReactNode {
  const { t, percent } = useText()
  const place = (one: number): string => `${100 * one}%`
  const rest = (one: number): string => place(1 - one)
  const [value, low, high] = [share.value, share.low, share.high].map(percent) as [
    string,
    string,
    string,
  ]
  const isKept = kept === 'above' ? share.value >= line : share.value <= line
  const isSurelyOver = kept === 'above' ? share.high < line : share.low > line
  return (
    <div
      className={styles.share}
      role="img"
      aria-label={`${name}: ${t('notice-quality.interval', { value, low, high })}`}
      data-tone={isSurelyOver ? 'bad' : isKept ? 'good' : 'waiting'}
    >
      <span className={styles.value}>{value}</span>
      <span className={styles.track}>
        <span
          className={styles.over}
          style={
            kept === 'above'
              ? { insetInlineStart: 0, insetInlineEnd: rest(line) }
              : { insetInlineStart: place(line), insetInlineEnd: 0 }
          }
        />
        <span
          className={styles.band}
          style={{ insetInlineStart: place(share.low), insetInlineEnd: rest(share.high) }}
        />
        <span className={styles.line} style={{ insetInlineStart: place(line) }} />
        <span className={styles.point} style={{ insetInlineStart: place(share.value) }} />
      </span>
      <span className={styles.fine}>
        {low} – {high}
      </span>
    </div>
  )
}
