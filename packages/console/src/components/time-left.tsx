import type { ReactNode } from 'react'
import { useText, type Text } from '../messages/index.ts'
import { useNow } from './use-now.ts'
import { spanTo, type Span } from './time-span.ts'
import { StateMark } from './state-mark.tsx'

const soonHours = 48

/** Time left until a moment, with its date; afterwards, how long it is overdue. */
export function TimeLeft({ at }: { at: string }): ReactNode {
  const text = useText()
  const span = spanTo(at, useNow())
  const isSoon = span.days * 24 + span.hours < soonHours
  return (
    <StateMark tone={span.over ? 'bad' : isSoon ? 'waiting' : 'plain'}>
      {text.t(span.over ? 'case.sla.over' : 'case.sla.left', { left: spanWords(span, text) })}
    </StateMark>
  )
}

/** Time left on a paused deadline, from its resumption to its end. */
export function TimeStanding({ from, to }: { from: string; to: string }): ReactNode {
  const text = useText()
  const left = spanWords(spanTo(to, Date.parse(from)), text)
  return <StateMark tone="plain">{text.t('case.sla.paused', { left })}</StateMark>
}

/** Days and hours, hours and minutes, or minutes. */
function spanWords({ days, hours, minutes }: Span, { t }: Text): string {
  if (days > 0) return t('time-left.days', { days, hours })
  if (hours > 0) return t('time-left.hours', { hours, minutes })
  return t('time-left.minutes', { minutes })
}
