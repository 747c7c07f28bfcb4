import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './results-page.module.css'
import type { Figure } from './queries.ts'

export type IntervalFigureProps = {
  figure: Figure
  /** Name of the figure, for screen readers. */
  name: string
  as?: 'share' | 'number'
}

/** A figure with its interval between 0 and 1, or what is needed before it is known. */
export function IntervalFigure({ figure, name, as = 'share' }: IntervalFigureProps): ReactNode {
  const { t, percent, locale } = useText()
  if (!figure.known) return <MissingAnswers missing={figure.missing} />
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const [value, low, high] = [figure.value, figure.low, figure.high].map((one) =>
    as === 'share' ? percent(one) : plain.format(one),
  ) as [string, string, string]
  const place = (share: number): string => `${100 * Math.min(1, Math.max(0, share))}%`
  return (
    <div
      className={styles.figure}
      role="img"
      aria-label={`${name}: ${t('blind-audit.interval', { value, low, high })}`}
    >
      <span className={styles.value}>{value}</span>
      <span className={styles.track}>
        <span
          className={styles.bar}
          style={{
            insetInlineStart: place(figure.low),
            insetInlineEnd: place(1 - figure.high),
          }}
        />
        <span className={styles.point} style={{ insetInlineStart: place(figure.value) }} />
      </span>
      <span className={styles.fine}>
        {low} – {high}
      </span>
    </div>
  )
}

type Lack = keyof Extract<Figure, { known: false }>['missing']

const lacks: readonly Lack[] = ['flagged', 'unflagged', 'counterfeits', 'pairs']

function MissingAnswers({
  missing,
}: {
  missing: Partial<Record<Lack, number | undefined>>
}): ReactNode {
  const { t, list } = useText()
  const sentences = lacks.flatMap((lack) => {
    const count = missing[lack]
    return count === undefined ? [] : [t(`blind-audit.missing.${lack}`, { count })]
  })
  return (
    <div>
      <span className={styles.unknown}>{t('blind-audit.unknown')}</span>
      <span className={styles.lacking}>
        {sentences.length > 0 ? list(sentences) : t('blind-audit.missing.same-answer')}
      </span>
    </div>
  )
}
