import type { ReactNode } from 'react'
import { Card } from '../../components/index.ts'
import { addressOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import type { ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

/** The package and its redacted copy, to download. */
export function PackageCard({ referral }: { referral: ReferralDetailView }): ReactNode {
  const { t } = useText()
  const { id, package: made } = referral
  return (
    <Card title={t('dossier.package')} lead={t('dossier.package.description')}>
      {made === null ? (
        <p className={styles.fine}>{t('dossier.package.none')}</p>
      ) : (
        <PackageLinks id={id} made={made} />
      )}
    </Card>
  )
}

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
