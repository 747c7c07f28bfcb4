import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useTemplates, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

/** The lines of a referral’s template whose source nobody read: while there are any, the dossier is a rehearsal. */
export function useUnreadLines({ template }: Pick<ReferralDetailView, 'template'>): string[] {
  const templates = useTemplates()
  const found = templates.data?.find(({ id }) => id === template)
  if (found === undefined || found.verified) return []
  // A line without a source is a policy of our own and claims no law.
  return found.lines
    .filter(({ verified, sources }) => !verified && sources.length > 0)
    .map(({ label }) => label)
}

/** What it means that a template is for rehearsal only; absent for a template whose sources were read. */
export function RehearsalWarning({ lines }: { lines: readonly string[] }): ReactNode {
  const { t } = useText()
  const count = lines.length
  if (count === 0) return null
  return (
    <div className={styles.told} role="status">
      <strong>{t('dossier.rehearsal.title')}</strong>
      <p>{t('dossier.rehearsal.text', { count })}</p>
      <details>
        <summary>{t('dossier.rehearsal.lines', { count })}</summary>
        <ul className={styles.basis}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}
