import { NativeSelect } from '@mantine/core'
import type { ReferralState } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'

type StateFilterProps = {
  states: readonly ReferralState[]
  side: 'sender' | 'recipient'
  state: ReferralState | undefined
  onState: (state: ReferralState | undefined) => void
}

export function StateFilter({ states, side, state, onState }: StateFilterProps): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.filters}>
      <NativeSelect
        label={t('dossiers.state')}
        value={state ?? ''}
        data={[
          { value: '', label: t('dossiers.state.all') },
          ...states.map((value) => ({
            value,
            label:
              side === 'recipient' && value === 'sent'
                ? t('dossier.state.received')
                : t(`dossier.state.${value}`),
          })),
        ]}
        onChange={({ currentTarget: { value } }) => onState(knownOf(states, value))}
      />
    </div>
  )
}
