import type { FunnelQueue, FunnelShare, QualityFigureView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import styles from './funnel.module.css'

type Words = Pick<Text, 't' | 'percent'>

type Interval = { value: number; low: number; high: number }

function intervalText({ t, percent }: Words, { value, low, high }: Interval): string {
  return t('funnel.share', { value: percent(value), low: percent(low), high: percent(high) })
}

type Shared = { share: FunnelShare; queue: FunnelQueue }

/** How many decisions, or sellers with decisions, a share lacks. */
function missingText({ t }: Words, queue: FunnelQueue, count: number): string {
  return queue === 'sellers'
    ? t('funnel.missing.sellers', { count })
    : t('funnel.missing', { count })
}

/** A share with its interval and basis as text, or how many are missing. */
export function shareLine(text: Words, { share, queue }: Shared): string {
  if (!share.known) return missingText(text, queue, share.missing)
  return `${intervalText(text, share)}, ${text.t('funnel.basis', { of: share.of })}`
}

/** A share of decided listings, or sellers, with its interval, or how many are missing. */
export function ShareFigure({ share, queue }: Shared): ReactNode {
  const text = useText()
  const { t, percent } = text
  if (!share.known) {
    return <span className={styles.missing}>{missingText(text, queue, share.missing)}</span>
  }
  const { value, low, high, of } = share
  return (
    <span className={styles.figure}>
      <strong className="figures">{percent(value)}</strong>
      <span className={styles.fine}>
        {t('funnel.between', { low: percent(low), high: percent(high) })} ·{' '}
        {t('funnel.basis', { of })}
      </span>
    </span>
  )
}

const lacks = ['flagged', 'unflagged', 'counterfeits'] as const

/** A figure of blind audits with its interval, or what is missing. */
export function AuditedFigure({ figure }: { figure: QualityFigureView }): ReactNode {
  const { t, percent, list } = useText()
  if (!figure.known) {
    const missing = lacks.flatMap((lack) => {
      const count = figure.missing[lack]
      return count === undefined ? [] : [t(`funnel.audit.missing.${lack}`, { count })]
    })
    return (
      <span className={styles.missing}>
        {missing.length > 0 ? list(missing) : t('funnel.audit.unknown')}
      </span>
    )
  }
  return (
    <span className={styles.figure}>
      <strong className="figures">{percent(figure.value)}</strong>
      <span className={styles.fine}>
        {t('funnel.between', { low: percent(figure.low), high: percent(figure.high) })}
      </span>
    </span>
  )
}
