import type { ReactNode } from 'react'
import { StateMark, type StateMarkProps } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { InformationRequestView } from './queries.ts'

const tones: Readonly<Record<InformationRequestView['state'], StateMarkProps['tone']>> = {
  open: 'waiting',
  answered: 'good',
  refused: 'bad',
  withdrawn: 'plain',
}

export function RequestStateMark({ state }: Pick<InformationRequestView, 'state'>): ReactNode {
  const { t } = useText()
  return <StateMark tone={tones[state]}>{t(`information-request.state.${state}`)}</StateMark>
}
