import type { ReactNode } from 'react'
import { StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { ListedReport } from '../queries.ts'

/** Danger to health, where there is any. */
export function DangerMark({ danger }: Pick<ListedReport, 'danger'>): ReactNode {
  const { t } = useText()
  if (danger === 'none') return null
  return (
    <StateMark tone={danger === 'harm' ? 'bad' : 'waiting'}>
      {t(`report-danger.${danger}`)}
    </StateMark>
  )
}
