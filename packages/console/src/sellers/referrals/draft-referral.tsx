import type { ReferralDraft } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Page, QueryStatus, Refused } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { ComplainantCard } from './complainant-card.tsx'
import { ConflictCard } from './conflict-card.tsx'
import { DocumentsCard } from './documents-card.tsx'
import { ExaminationCard } from './examination-card.tsx'
import { HandlingCard } from './handling-card.tsx'
import { MissingCard } from './missing-card.tsx'
import { PersonsCard } from './persons-card.tsx'
import { PlacesCard } from './places-card.tsx'
import { ParticularsCard } from './particulars-card.tsx'
import { PreviewParts } from './preview-cards.tsx'
import { usePreview, type ReferralDetailView } from './queries.ts'
import { RecipientCard } from './recipient-card.tsx'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'
import { ReleaseCard } from './release-card.tsx'
import { RightsCard } from './rights-card.tsx'
import { TransferCard } from './transfer-card.tsx'
import { useReferralDraft, type Writing } from './use-referral-draft.ts'
import { WithdrawReferral } from './withdraw-referral.tsx'
import { WrittenParts } from './written-parts.tsx'

type DraftReferralProps = { referral: ReferralDetailView; draft: ReferralDraft }

/** What the cards of a draft share. */
export type PartProps = { referral: ReferralDetailView; writing: Writing }

/** A dossier before it is sent: as it will read, with what is missing, or what is to be checked before its release. */
export function DraftReferral(props: DraftReferralProps): ReactNode {
  const { prepareDossiers } = permissionsOf(useMember())
  return props.referral.state === 'draft' && prepareDossiers ? (
    <Written {...props} />
  ) : (
    <Fixed {...props} />
  )
}

function Written({ referral, draft }: DraftReferralProps): ReactNode {
  const { t } = useText()
  const writing = useReferralDraft(referral, draft)
  const preview = usePreview(referral.id, writing.savedAt)
  const part = { referral, writing }
  const shown = preview.data && { ...part, preview: preview.data }
  return (
    <Page
      title={writing.form.title.trim() === '' ? t('dossier.one') : writing.form.title}
      lead={<span role="status">{t(`dossier.saving.${writing.state}`)}</span>}
      actions={<WithdrawReferral referral={referral} />}
    >
      <ReferralTabs here="sent" />
      <Refused error={writing.error} />
      {writing.hasJoined && (
        <p className={styles.told} role="status">
          {t('dossier.joined')}
        </p>
      )}
      {writing.conflict && <ConflictCard writing={writing} conflict={writing.conflict} />}
      <div className={styles.columns}>
        <div className={styles.side}>
          <MissingCard {...part} />
          <HandlingCard {...part} />
        </div>
        <div className={styles.main}>
          <RecipientCard {...part} />
          <ComplainantCard {...part} />
          <RightsCard {...part} />
          <ExaminationCard {...part} />
          <DocumentsCard {...part} />
          {shown === undefined ? <QueryStatus query={preview} /> : <PreviewParts {...shown} />}
          <PersonsCard {...part} accounts={preview.data?.items ?? []} />
          <PlacesCard {...part} />
          <ParticularsCard {...part} />
          <TransferCard {...part} />
        </div>
      </div>
    </Page>
  )
}

function Fixed({ referral, draft }: DraftReferralProps): ReactNode {
  const preview = usePreview(referral.id, referral.version)
  const shown = preview.data && { referral, preview: preview.data }
  return (
    <Page title={referral.title} actions={<WithdrawReferral referral={referral} />}>
      <ReferralTabs here="sent" />
      <div className={styles.columns}>
        <div className={styles.side}>
          <ReleaseCard referral={referral} />
        </div>
        <div className={styles.main}>
          <WrittenParts referral={referral} draft={draft} />
          {shown === undefined ? <QueryStatus query={preview} /> : <PreviewParts {...shown} />}
        </div>
      </div>
    </Page>
  )
}
