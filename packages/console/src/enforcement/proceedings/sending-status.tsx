import type { ReactNode } from 'react'
import { useRegimes } from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import { StateMark, useNow } from '../../components/index.ts'
import { approvalStatusOf } from './counsel-approval-status.ts'
import styles from './proceedings.module.css'

/** Whether a regime may be used for sending yet, and why. */
export function SendingStatus({ regime: id }: { regime: string }): ReactNode {
  const { t, day } = useText()
  const now = useNow()
  const regime = useRegimes().data?.items.find((one) => one.id === id)
  if (regime === undefined) return null
  const { maySend, until } = regime
  const status = approvalStatusOf(regime, now)
  return (
    <p className={styles.caution}>
      <StateMark tone={maySend ? 'good' : 'waiting'}>
        {t(maySend ? 'proceeding.may-send' : 'proceeding.rehearsal')}
      </StateMark>{' '}
      {status === 'holds' || status === 'ends'
        ? t('sending.holds', { day: until === null ? '' : day(until) })
        : t(`sending.${status}`)}
    </p>
  )
}
