import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import type { Queued } from './queries.ts'

/** Marks trusted flaggers; other notifiers get no mark. */
export function SenderPriorityMark({ notifierType }: Pick<Queued, 'notifierType'>): ReactNode {
  const { t } = useText()
  if (notifierType === 'normal') return null
  return (
    <StateMark tone={notifierType === 'trusted-flagger' ? 'good' : 'plain'}>
      {t(`notifier-type.${notifierType}`)}
    </StateMark>
  )
}

/** Name of the notifier: of the organisation, or as an outside person gave it. */
export function Sender({ from: { organisation, name } }: Pick<Queued, 'from'>): ReactNode {
  const { t } = useText()
  if (organisation === null && name === null) return t('moderation.from.stranger')
  return (
    <>
      <bdi>
        <VisibleText text={name ?? organisation ?? ''} />
      </bdi>
      {organisation === null && ` · ${t('moderation.from.outside')}`}
    </>
  )
}
