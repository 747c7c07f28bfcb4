import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card, FactList, Moment } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { ReferralDetailView } from './queries.ts'
import { OutcomeMarks, ReferralStateMark, TlpMark } from './referral-marks.tsx'
import styles from './referrals.module.css'

/** What a dossier is, between whom, and how far it has come. */
export function ReferralSummary({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { side, state, sender, recipient, tlp, number, deconflictionNumber, template } = referral
  const { sentAt, acknowledgedAt, closedAt, withdrawnAt, withdrawalReason, silence } = referral
  const moment = (at: string | null): ReactNode => (at === null ? undefined : <Moment at={at} />)
  return (
    <Card title={t('dossier.summary')} lead={t('dossier.not-a-finding')}>
      {withdrawalReason !== null && (
        <p className={`${styles.told} stranger`} role="status">
          <strong>{t('dossier.withdrawn.because')}</strong> <VisibleText text={withdrawalReason} />
        </p>
      )}
      {silence !== null && (
        <p className={styles.told} role="status">
          {t(side === 'sender' ? 'dossier.silence.sender' : 'dossier.silence.recipient')}{' '}
          <Moment at={silence.until} />
        </p>
      )}
      <FactList
        facts={[
          [t('dossiers.state'), <ReferralStateMark state={state} side={side} />],
          side === 'sender' ? [t('dossier.recipient'), recipient] : [t('dossier.sender'), sender],
          [t('dossier.tlp'), <TlpMark label={tlp} />],
          [t('dossier.template'), t(`dossier-template.${template}`)],
          [t('dossier.number'), number],
          [t('dossier.deconfliction'), deconflictionNumber ?? undefined],
          [
            t('dossier.source'),
            sourceOf(referral, t('dossier.source.network'), t('dossier.source.case')),
          ],
          [t('dossier.sent'), moment(sentAt)],
          [t('dossier.acknowledged'), moment(acknowledgedAt)],
          [t('dossier.closed'), moment(closedAt)],
          [t('dossier.withdrawn'), moment(withdrawnAt)],
          [
            t('dossier.outcomes'),
            referral.outcomes.length === 0 ? undefined : (
              <span className={styles.marks}>
                <OutcomeMarks outcomes={referral.outcomes} />
              </span>
            ),
          ],
        ]}
      />
    </Card>
  )
}

function sourceOf({ source }: ReferralDetailView, network: string, kase: string): ReactNode {
  if (source === null) return undefined
  return source.kind === 'network' ? (
    <Link to="/networks/$id" params={{ id: source.network }}>
      {network}
    </Link>
  ) : (
    <Link to="/cases/$id" params={{ id: source.case }}>
      {kase}
    </Link>
  )
}
