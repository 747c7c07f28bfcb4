import type { Thresholds } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { VerdictMark } from '../../components/index.ts'
import { fields } from './threshold-order.ts'
import styles from './thresholds.module.css'

export function Values({ thresholds }: { thresholds: Thresholds }): ReactNode {
  const { t } = useText()
  return (
    <span className={styles.values}>
      {fields.map(({ name, verdict }) => (
        <span key={name} className={styles.value}>
          <VerdictMark verdict={verdict} />
          <span className="figures">
            {t('thresholds.from-percent', { percent: thresholds[name] })}
          </span>
        </span>
      ))}
    </span>
  )
}
