import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useReferralStep, type ReferralDetailView } from './queries.ts'

/** Takes a dossier back; the recipient is told why, and keeps what it has. */
export function WithdrawReferral({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { prepareDossiers } = permissionsOf(useMember())
  const step = useReferralStep(referral)
  const { state, sentAt } = referral
  const isOver = state === 'withdrawn' || state === 'closed' || state === 'releasing'
  if (!prepareDossiers || isOver) return null
  return (
    <ConfirmButton
      label={t('dossier.withdraw')}
      title={t('dossier.withdraw.title')}
      text={t(sentAt === null ? 'dossier.withdraw.draft' : 'dossier.withdraw.text')}
      reason={{ label: t('dossier.reason'), required: true }}
      run={(reason) => step.mutateAsync({ type: 'withdraw', reason })}
    />
  )
}
