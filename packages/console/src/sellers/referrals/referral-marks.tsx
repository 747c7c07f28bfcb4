import type { ReferralOutcome, ReferralState, TlpLabel } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './referrals.module.css'
import { outcomeTones, stateTones, tlpKey } from './terms.ts'

type StateProps = { state: ReferralState; side: 'sender' | 'recipient' }

/** The state of a dossier, as its reader's side calls it. */
export function ReferralStateMark({ state, side }: StateProps): ReactNode {
  const { t } = useText()
  const isNew = side === 'recipient' && state === 'sent'
  return (
    <StateMark tone={isNew ? 'waiting' : stateTones[state]}>
      {isNew ? t('dossier.state.received') : t(`dossier.state.${state}`)}
    </StateMark>
  )
}

/** The label of the Traffic Light Protocol, the same in every language. */
export function TlpMark({ label }: { label: TlpLabel }): ReactNode {
  return (
    <span className={styles.tlp} data-tlp={tlpKey(label)}>
      TLP:{label.toUpperCase()}
    </span>
  )
}

export function OutcomeMark({ outcome }: { outcome: ReferralOutcome }): ReactNode {
  const { t } = useText()
  return <StateMark tone={outcomeTones[outcome]}>{t(`dossier-outcome.${outcome}`)}</StateMark>
}

export function OutcomeMarks({ outcomes }: { outcomes: readonly ReferralOutcome[] }): ReactNode {
  return outcomes.map((outcome) => <OutcomeMark key={outcome} outcome={outcome} />)
}
