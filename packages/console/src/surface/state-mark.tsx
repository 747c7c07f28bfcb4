import type { ReactNode } from 'react'
import styles from './state-mark.module.css'

export type StateMarkProps = { tone: 'good' | 'waiting' | 'bad' | 'plain'; children: ReactNode }

/** In which state something is; the words say it, the colour only repeats them. */
export function StateMark({ tone, children }: StateMarkProps): ReactNode {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  )
}
