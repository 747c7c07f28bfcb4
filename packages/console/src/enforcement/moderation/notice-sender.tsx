import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../surface/index.ts'
import type { Queued } from './queries.ts'

/** As what a sender comes: a trusted flagger is marked, whoever is none says nothing. */
export function SenderPriorityMark({ rank }: Pick<Queued, 'rank'>): ReactNode {
  const { t } = useText()
  if (rank === 'normal') return null
  return (
    <StateMark tone={rank === 'trusted-flagger' ? 'good' : 'plain'}>
      {t(`notifier-type.${rank}`)}
    </StateMark>
  )
}

/** Who sent a notice: an organisation by its name, somebody from outside by the name that he gave. */
export function Sender({ from: { organisation, name } }: Pick<Queued, 'from'>): ReactNode {
  const { t } = useText()
  if (organisation === null && name === null) return t('moderation.from.stranger')
  return (
    <>
      <bdi>
        <VisibleText text={name ?? organisation ?? ''} />
      </bdi>
      {organisation === null && ` (${t('moderation.from.outside')})`}
    </>
  )
}
