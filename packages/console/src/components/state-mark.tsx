import type { ReactNode } from 'react'
import styles from './state-mark.module.css'

export type StateMarkProps = { tone: 'good' | 'waiting' | 'bad' | 'plain'; children: ReactNode }

/** A state as text; the colour only repeats it. */
export function StateMark({ tone, children }: StateMarkProps): ReactNode {
  return (
    <span className={styles.mark} data-tone={tone}>
      {children}
    </span>
  )
}
