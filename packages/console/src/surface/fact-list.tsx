import type { ReactNode } from 'react'
import styles from './fact-list.module.css'

export type FactListProps = {
  /** What is known, by name; what is undefined is left out. */
  facts: readonly (readonly [label: string, value: ReactNode])[]
}

/** What is known of one thing, side by side where there is room. */
export function FactList({ facts }: FactListProps): ReactNode {
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([label, value]) =>
          value !== undefined && (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="stranger">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
