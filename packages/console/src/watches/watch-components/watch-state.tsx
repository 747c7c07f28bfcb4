import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark, type StateMarkProps } from '../../components/index.ts'
import type { WatchStanding } from '../watch-terms/index.ts'

const tones: Readonly<Record<WatchStanding, StateMarkProps['tone']>> = {
  running: 'good',
  due: 'good',
  active: 'good',
  stopped: 'plain',
  'organisation-stopped': 'waiting',
  'installation-stopped': 'waiting',
  'daily-budget-spent': 'waiting',
  paused: 'waiting',
  blocked: 'bad',
  failing: 'bad',
}

export function WatchState({ standing }: { standing: WatchStanding }): ReactNode {
  const { t } = useText()
  return <StateMark tone={tones[standing]}>{t(`watch-state.${standing}`)}</StateMark>
}
