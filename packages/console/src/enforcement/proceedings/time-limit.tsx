import type { TimeLimitView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { Provisions, useRegimeWords } from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './proceedings.module.css'

/** What is due by whom, with its law on request. */
export function TimeLimit({ limit, regime }: { limit: TimeLimitView; regime: string }): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const { workflow, workflowTitle, responsible, lines } = limit
  return (
    <>
      {words.limit(workflow, limit)}
      <span className={styles.workflow}>
        {words.workflow({ id: workflow, title: workflowTitle })} ·{' '}
        {t('proceeding.deadline.owed-by', { who: words.party(responsible) })}
      </span>
      <Provisions
        law={regime}
        ids={lines.map(({ id }) => id)}
        lines={new Map(lines.map((line) => [line.id, line]))}
      />
    </>
  )
}
