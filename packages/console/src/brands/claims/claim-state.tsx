import type { ClaimState } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark, type StateMarkProps } from '../../components/index.ts'

const tones: Record<ClaimState, StateMarkProps['tone']> = {
  pending: 'waiting',
  approved: 'good',
  contested: 'bad',
  rejected: 'plain',
  revoked: 'plain',
  withdrawn: 'plain',
}

export function ClaimStateMark({ state }: { state: ClaimState }): ReactNode {
  const { t } = useText()
  return <StateMark tone={tones[state]}>{t(`claim-state.${state}`)}</StateMark>
}
