import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Moment, StateMark, useNow } from '../../components/index.ts'
import type { Queued } from './queries.ts'

/** Marks a possible threat to life or safety. */
export function LifeSafetyMark(): ReactNode {
  const { t } = useText()
  return <StateMark tone="bad">{t('received-notice.life-safety')}</StateMark>
}

export function ItemStateMark({ state }: { state: Queued['state'] }): ReactNode {
  const { t } = useText()
  const isWaiting = state === 'received' || state === 'information-requested' || state === 'on-hold'
  return (
    <StateMark tone={isWaiting ? 'waiting' : 'plain'}>{t(`moderation-state.${state}`)}</StateMark>
  )
}

export type InstanceStateMarkProps = { workflow: string; state: string; short?: boolean }

const ended: ReadonlySet<string> = new Set([
  'dropped',
  'expired',
  'reversed',
  'replaced',
  'filed',
  'complainant-informed',
  'closed',
  'declined',
  'refused',
  'implemented',
  'not-implemented',
  'closed-by-body',
  'reported',
  'threshold-not-met',
  'notified',
  'published',
  'no-buyers',
  'reversal-notified',
  'stopped',
  'open',
  'statement-sent',
  'statement-exempt',
])

/** State of a workflow instance opened for an item; those that need action stand out. */
export function InstanceStateMark({ workflow, state, short }: InstanceStateMarkProps): ReactNode {
  const { word, labelled } = useText()
  // The notice's page shows who complained.
  const what = word(`workflow.${workflow === 'complaint' ? 'complaint.any' : workflow}`) ?? workflow
  const how = word(`workflow-state.${workflow}.${state}`) ?? state
  return (
    <StateMark tone={ended.has(state) ? 'plain' : 'waiting'}>
      {short === true ? how : labelled(what, how)}
    </StateMark>
  )
}

const hour = 3_600_000

/** A deadline, worded to show at once whether it has passed. */
export function DueAt({ at }: { at: string }): ReactNode {
  const { t, ago } = useText()
  const now = useNow()
  const left = Date.parse(at) - now
  const tone = left <= 0 ? 'bad' : left < 12 * hour ? 'waiting' : 'plain'
  return (
    <>
      <StateMark tone={tone}>
        {t(left <= 0 ? 'received-notice.overdue' : 'received-notice.due', { when: ago(at, now) })}
      </StateMark>{' '}
      <span className="only-read-aloud">
        <Moment at={at} />
      </span>
    </>
  )
}
