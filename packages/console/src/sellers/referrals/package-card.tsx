import type { ReferralDraft } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { Card } from '../../components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

/** The package and its redacted copy, to download. */
export function PackageCard({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { id, draft, state, package: made } = referral
  const isOpen = made !== null && state !== 'closed' && state !== 'withdrawn'
  return (
    <Card title={t('dossier.package')} lead={t('dossier.package.description')}>
      {isOpen && draft?.recipient.kind === 'outside' && <ByHand to={draft.recipient} />}
      {made === null ? (
        <p className={styles.fine}>{t('dossier.package.none')}</p>
      ) : (
        <PackageLinks id={id} made={made} />
      )}
    </Card>
  )
}

type OutsideRecipient = Extract<ReferralDraft['recipient'], { kind: 'outside' }>

type PackageLinksProps = {
  id: string
  made: NonNullable<ReferralDetailView['package']>
  supplement?: string
}

/** Every download is in the chain of custody. */
export function PackageLinks({ id, made, supplement }: PackageLinksProps): ReactNode {
  const { t, number } = useText()
  const files = [
    ['false', t('dossier.package.download'), made.bytes, made.sha256],
    ['true', t('dossier.package.redacted'), made.redactedBytes, made.redactedSha256],
  ] as const
  return (
    <ul className={styles.plain}>
      {files.map(([redacted, words, bytes, sha256]) => (
        <li key={redacted}>
          <a
            href={addressOf(
              'referrals',
              'package',
              { id },
              { redacted, ...(supplement !== undefined && { supplement }) },
            )}
            download
          >
            {words}
          </a>{' '}
          <span className={styles.fine}>
            {t('dossier.kib', { size: number(Math.max(1, Math.ceil(bytes / 1024))) })}
          </span>
          <span className={styles.digest}>SHA-256 {sha256}</span>
        </li>
      ))}
    </ul>
  )
}

/** Nothing is sent to an office without an account here: the sender delivers the package. */
function ByHand({ to: { name, address } }: { to: OutsideRecipient }): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.told} role="status">
      <strong>{t('dossier.package.by-hand')}</strong>
      <p className={`${styles.words} stranger`} dir="auto">
        <VisibleText text={`${name}\n${address}`} />
      </p>
      <p>{t('dossier.recipient.outside.hint')}</p>
    </div>
  )
}
