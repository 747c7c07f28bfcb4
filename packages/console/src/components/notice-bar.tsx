import type { ReactNode } from 'react'
import styles from './notice-bar.module.css'

export type NoticeBarProps = { children: ReactNode; actions: ReactNode }

/** A bar above every page about something in progress. */
export function NoticeBar({ children, actions }: NoticeBarProps): ReactNode {
  return (
    <div className={styles.bar}>
      <span role="status">{children}</span>
      {actions}
    </div>
  )
}
