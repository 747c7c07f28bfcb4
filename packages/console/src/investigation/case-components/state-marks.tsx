import type { ReactNode } from 'react'
import type { CaptureView, CaseView } from './case-queries.ts'
import { useText } from '../../messages/index.ts'
import { StateMark, TimeLeft, TimeStanding, useNow } from '../../components/index.ts'

/** Priority of a case; normal priority has no mark. */
export function PriorityMark({ kase }: { kase: Pick<CaseView, 'priority'> }): ReactNode {
  const { t } = useText()
  const tone = { urgent: 'bad', high: 'waiting', normal: 'plain', low: 'plain' } as const
  return <StateMark tone={tone[kase.priority]}>{t(`case-priority.${kase.priority}`)}</StateMark>
}

/** Whether a case is open, snoozed or closed, and its outcome. */
export function CaseStateMark({ kase }: { kase: Pick<CaseView, 'state' | 'outcome'> }): ReactNode {
  const { t } = useText()
  const { state, outcome } = kase
  const words = t(`case-state.${state}`)
  return (
    <StateMark tone={state === 'open' ? 'good' : 'plain'}>
      {outcome === null ? words : `${words}: ${t(`case-outcome.${outcome}`)}`}
    </StateMark>
  )
}

const soon = 48 * 3_600_000

/** Due date of a case: overdue, near, or none. */
export function DueMark({ kase }: { kase: Pick<CaseView, 'due' | 'state'> }): ReactNode {
  const { t, day } = useText()
  const now = useNow()
  const { due, state } = kase
  if (due === null) return t('case.due.none')
  const left = Date.parse(due) - now
  if (state === 'closed') return day(due)
  const tone = left < 0 ? 'bad' : left < soon ? 'waiting' : 'plain'
  return (
    <StateMark tone={tone}>
      {t(left < 0 ? 'case.due.over' : 'case.due.by', { day: day(due) })}
    </StateMark>
  )
}

/** Time left under the SLA, and whether it is paused; renders nothing without an SLA or for a closed case. */
export function SlaMark({
  kase: { sla, state, snoozedUntil },
}: {
  kase: Pick<CaseView, 'sla' | 'state' | 'snoozedUntil'>
}): ReactNode {
  if (sla === null || state === 'closed') return null
  if (sla.stands && snoozedUntil !== null) return <TimeStanding from={snoozedUntil} to={sla.due} />
  return <TimeLeft at={sla.due} />
}

export function CaptureStateMark({
  capture: { state, outcome },
}: {
  capture: Pick<CaptureView, 'state' | 'outcome'>
}): ReactNode {
  const { t, word } = useText()
  const tone = { waiting: 'waiting', running: 'waiting', sealed: 'good', failed: 'bad' } as const
  const why =
    state === 'failed' && outcome !== null ? word(`capture-outcome.${outcome}`) : undefined
  return <StateMark tone={tone[state]}>{why ?? t(`capture-state.${state}`)}</StateMark>
}
