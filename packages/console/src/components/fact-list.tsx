import type { ReactNode } from 'react'
import styles from './fact-list.module.css'

export type FactListProps = {
  /** Facts by name; undefined values are omitted. */
  facts: readonly (readonly [label: string, value: ReactNode])[]
}

/** Labelled facts, in columns where there is room. */
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
