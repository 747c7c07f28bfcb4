import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './dismissible-notice.module.css'

export type PassingNoticeProps = {
  /** Renders nothing if empty. */
  children?: ReactNode
  actions?: ReactNode
  onClose: () => void
}

/** The result of the last action, above the page, until closed or replaced. */
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
