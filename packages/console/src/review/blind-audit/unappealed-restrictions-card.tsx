import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import { IntervalFigure } from './interval-figure.tsx'
import styles from './results-page.module.css'
import type { Results } from './queries.ts'

/** How many restricted listings without an appeal were genuine; renders nothing before the first annotation. */
export function RemovalsCard({ removals }: { removals: Results['removals'] }): ReactNode {
  const { t, number } = useText()
  const { settled, genuine, share } = removals
  if (share === null) return null
  return (
    <Card title={t('blind-audit.restrictions')} lead={t('blind-audit.restrictions.description')}>
      <div className={styles.agreement}>
        <IntervalFigure figure={{ known: true, ...share }} name={t('blind-audit.restrictions')} />
        <span className={styles.fine}>
          {t('blind-audit.restrictions.count', {
            genuine: number(genuine),
            settled: number(settled),
          })}
        </span>
      </div>
    </Card>
  )
}
