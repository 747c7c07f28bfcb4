import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import styles from './proceedings.module.css'

/** Whether the regime may be used for sending yet, and why. */
export function SendingStatus({
  maySend,
  because,
}: {
  maySend: boolean
  because: string
}): ReactNode {
  const { t } = useText()
  return (
    <p className={styles.caution}>
      <StateMark tone={maySend ? 'good' : 'waiting'}>
        {t(maySend ? 'proceeding.may-send' : 'proceeding.rehearsal')}
      </StateMark>{' '}
      <span lang="en">{because}</span>
    </p>
  )
}
