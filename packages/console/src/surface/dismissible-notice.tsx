import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './dismissible-notice.module.css'

export type PassingNoticeProps = {
  /** Nothing where there is nothing to tell. */
  children?: ReactNode
  actions?: ReactNode
  onClose: () => void
}

/** What was just done, above the page, until it is closed or something else is done. */
export function PassingNotice({ children, actions, onClose }: PassingNoticeProps): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {children !== undefined && (
        <div className={styles.notice}>
          <span className={styles.words}>{children}</span>
          {actions}
          <CloseButton size="sm" aria-label={t('state.close')} onClick={onClose} />
        </div>
      )}
    </div>
  )
}
