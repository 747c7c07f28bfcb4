import type { ReactNode } from 'react'
import { Card, Moment, StoredSentence } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import type { ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

/** What became known after a dossier was sent; nothing if nothing did. */
export function NoticesCard({
  referral: { notices },
}: {
  referral: ReferralDetailView
}): ReactNode {
  const { t, list } = useText()
  if (notices.length === 0) return null
  return (
    <Card title={t('dossier.notices')} lead={t('dossier.notices.description')}>
      <ol className={styles.trail}>
        {notices.map(({ at, text, items }) => (
          <li key={`${at} ${text}`}>
            <span className={styles.fine}>
              <Moment at={at} />
              {items.length > 0 && ` · ${list(items)}`}
            </span>
            <p className={styles.words}>
              <StoredSentence text={text} />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  )
}
