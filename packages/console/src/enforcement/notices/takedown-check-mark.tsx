import type { TakedownCheckResult } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark, type StateMarkProps } from '../../components/index.ts'

const tones = {
  live: 'plain',
  gone: 'good',
  changed: 'waiting',
  blocked: 'waiting',
  'login-wall': 'waiting',
  error: 'waiting',
  unknown: 'plain',
} as const satisfies Record<TakedownCheckResult, StateMarkProps['tone']>

/** Result of the last takedown check; blocked access does not mean that the listing is gone. */
export function TakedownCheckMark({ look }: { look: TakedownCheckResult }): ReactNode {
  const { t } = useText()
  return (
    <span>
      <StateMark tone={tones[look]}>{t(`takedown-state.${look}`)}</StateMark>
    </span>
  )
}
