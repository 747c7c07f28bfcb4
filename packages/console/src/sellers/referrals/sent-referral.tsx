import { lazy, Suspense, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton, Loading, Page } from '../../components/index.ts'
import { useText, withMessages } from '../../messages/index.ts'
import { CustodyCard } from './custody-card.tsx'
import { InformedSellersCard } from './informed-sellers-card.tsx'
import { ItemsCard } from './items-card.tsx'
import { NoticesCard } from './notices-card.tsx'
import { OutcomeReportsCard } from './outcome-reports-card.tsx'
import { PackageCard } from './package-card.tsx'
import { QuestionsCard } from './questions-card.tsx'
import { useReferralStep, type ReferralDetailView } from './queries.ts'
import { ReferralSummary } from './referral-summary.tsx'
import { ReferralTabs } from './referral-tabs.tsx'
import { ReplyLinkCard } from './reply-link-card.tsx'
import { ReportFromLetter } from './report-outcome.tsx'
import styles from './referrals.module.css'
import { SupplementsCard } from './supplements-card.tsx'
import { WithdrawReferral } from './withdraw-referral.tsx'

/** Loaded with the words of drafts, for a sheet that is keyed in. */
const PortalFieldsCard = lazy(async () => {
  const loaded = await withMessages(['dossier-drafts'], import('./portal-fields-card.tsx'))
  return { default: loaded.PortalFieldsCard }
})

/** A dossier that was sent, for its sender: questions, outcomes and what went out. */
export function SentReferral({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { id, draft, sentAt, template, title, state } = referral
  const { prepareDossiers } = permissionsOf(useMember())
  const isOutside = draft?.recipient.kind === 'outside'
  return (
    <Page
      title={title}
      actions={
        <>
          <CloseReferral referral={referral} />
          <WithdrawReferral referral={referral} />
        </>
      }
    >
      <ReferralTabs here="sent" />
      <ReferralSummary referral={referral} />
      {sentAt !== null && (
        <div className={styles.columns}>
          <div className={styles.side}>
            <PackageCard referral={referral} />
            {isOutside && <ReplyLinkCard referral={referral} />}
            <InformedSellersCard referral={referral} />
            <NoticesCard referral={referral} />
            <SupplementsCard referral={referral} />
            <CustodyCard id={id} />
          </div>
          <div className={styles.main}>
            {draft !== null && template === 'eu-afa' && (
              <Suspense fallback={<Loading />}>
                <PortalFieldsCard referral={referral} draft={draft} />
              </Suspense>
            )}
            <QuestionsCard referral={referral} />
            <OutcomeReportsCard
              referral={referral}
              actions={
                isOutside && prepareDossiers && state !== 'closed' ? (
                  <ReportFromLetter referral={referral} />
                ) : undefined
              }
            />
            <ItemsCard referral={referral} />
          </div>
        </div>
      )}
    </Page>
  )
}

/** Ends the work on a dossier; outcomes that were reported stay. */
function CloseReferral({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { prepareDossiers } = permissionsOf(useMember())
  const step = useReferralStep(referral)
  const { state } = referral
  if (!prepareDossiers || (state !== 'sent' && state !== 'acknowledged')) return null
  return (
    <ConfirmButton
      label={t('dossier.close')}
      title={t('dossier.close.title')}
      text={t('dossier.close.text')}
      run={() => step.mutateAsync({ type: 'close' })}
    />
  )
}
