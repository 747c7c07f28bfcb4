import type { ReactNode } from 'react'
import { Refused } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { ConflictCard } from './conflict-card.tsx'
import { useNoticeRecord } from './notice-queries.ts'
import styles from './notices.module.css'
import type { Writing } from './use-draft.ts'

type DraftBannersProps = { id: string; writing: Writing; children?: ReactNode }

/** Above a draft: a failed save, the reason of its return, and what others changed meanwhile. */
export function DraftBanners({ id, writing, children }: DraftBannersProps): ReactNode {
  const { t } = useText()
  const record = useNoticeRecord(id)
  const answered = record.data?.findLast(({ kind }) => kind === 'proposed' || kind === 'rejected')
  const back = answered?.kind === 'rejected' ? answered.data['reason'] : undefined
  return (
    <>
      <Refused error={writing.error} />
      {typeof back === 'string' && (
        <p className={styles.back} role="status">
          <strong>{t('notice.returned-draft')}</strong> <span className="stranger">{back}</span>
        </p>
      )}
      {children}
      {writing.hasJoined && (
        <p className={styles.back} role="status">
          {t('notice.other-editor')}
        </p>
      )}
      {writing.other && (
        <div className={styles.apart}>
          <ConflictCard writing={writing} other={writing.other} />
        </div>
      )}
    </>
  )
}
