import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark, useNow } from '../../components/index.ts'
import type { AppealRow, ProofRequest, Clearance, Link } from './queries.ts'

/** State of an appeal: open ones stand out, decided ones show the outcome. */
export function AppealStateMark({
  appeal: { state, outcome },
}: {
  appeal: Pick<AppealRow, 'state' | 'outcome'>
}): ReactNode {
  const { t } = useText()
  if (outcome === null) {
    return (
      <StateMark tone={state === 'open' ? 'waiting' : 'plain'}>
        {t(`appeal-state.${state}`)}
      </StateMark>
    )
  }
  const isRight = outcome === 'upheld' || outcome === 'accepted'
  return <StateMark tone={isRight ? 'good' : 'plain'}>{t(`appeal-outcome.${outcome}`)}</StateMark>
}

const tones = {
  requested: 'waiting',
  submitted: 'waiting',
  accepted: 'good',
  'not-accepted': 'plain',
  withdrawn: 'plain',
  expired: 'plain',
} as const

/** State of a proof request. An expired one without a submission is no evidence of infringement. */
export function ProofRequestStateMark({ state }: Pick<ProofRequest, 'state'>): ReactNode {
  const { t } = useText()
  return <StateMark tone={tones[state]}>{t(`proof-request-state.${state}`)}</StateMark>
}

/** Whether an appeal link still works, and whether the seller opened it. */
export function LinkStateMark({ link }: { link: Link }): ReactNode {
  const { t } = useText()
  const now = useNow()
  const state =
    link.revokedAt !== null
      ? 'revoked'
      : Date.parse(link.expiresAt) <= now
        ? 'expired'
        : link.openedAt === null
          ? 'unopened'
          : 'opened'
  const tone = ({ unopened: 'waiting', opened: 'good' } as const)[state as 'opened'] ?? 'plain'
  return <StateMark tone={tone}>{t(`appeal-link-state.${state}`)}</StateMark>
}

export function ClearanceMark({ clearance }: { clearance: Clearance }): ReactNode {
  const { t } = useText()
  const now = useNow()
  const state =
    clearance.revokedAt !== null
      ? 'revoked'
      : Date.parse(clearance.expiresAt) <= now
        ? 'over'
        : 'holds'
  return (
    <StateMark tone={state === 'holds' ? 'good' : 'plain'}>
      {t(`clearance-state.${state}`)}
    </StateMark>
  )
}
