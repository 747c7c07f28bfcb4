import type { ReactNode } from 'react'
import styles from './notice-bar.module.css'

export type NoticeBarProps = { children: ReactNode; actions: ReactNode }

/** Tells above every page of something that goes on meanwhile. */
export function NoticeBar({ children, actions }: NoticeBarProps): ReactNode {
  return (
    <div className={styles.bar}>
      <span role="status">{children}</span>
      {actions}
    </div>
  )
}
