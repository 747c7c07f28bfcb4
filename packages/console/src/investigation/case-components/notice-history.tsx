import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NoticeHistoryView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment, QueryStatus, StateMark, type StateMarkProps } from '../../components/index.ts'
import styles from './notice-history.module.css'

type HistorySubject = { listing: string } | { case: string } | { notice: string }

function useNoticeHistory(of: HistorySubject): UseQueryResult<NoticeHistoryView[]> {
  return useQuery({
    queryKey: ['notices', 'history', of],
    queryFn: async ({ signal }) => (await server.notices.history({ query: of, signal })).items,
  })
}

const tones: Record<NoticeHistoryView['kind'], StateMarkProps['tone']> = {
  draft: 'plain',
  'awaiting-approval': 'waiting',
  sent: 'good',
  withdrawn: 'waiting',
  overturned: 'bad',
  'appeal-lost': 'bad',
  cleared: 'bad',
}

const listed: ReadonlySet<string> = new Set(['draft', 'awaiting-approval', 'sent'])

/** Earlier notices, withdrawals, lost appeals and clearances, before another notice is written. */
export function NoticeHistory({
  of,
  isBesideList = false,
}: {
  of: HistorySubject
  /** Whether the notices themselves are listed beside it: then only what became of them is told. */
  isBesideList?: boolean
}): ReactNode {
  const { t } = useText()
  const history = useNoticeHistory(of)
  if (!history.isSuccess) return <QueryStatus query={history} />
  const entries = history.data.filter(
    ({ kind, about }) => !isBesideList || about === 'seller' || !listed.has(kind),
  )
  if (entries.length === 0 && isBesideList) return null
  if (entries.length === 0) return <p className={styles.fine}>{t('notice-history.empty')}</p>
  const stops = entries.some((one) => one.stops)
  return (
    <>
      {stops && (
        <p className={styles.stop} role="note">
          {t('notice-history.stops')}
        </p>
      )}
      <ul className={styles.list} aria-label={t('notice-history.title')}>
        {entries.map((entry, place) => {
          const { kind, at, about, notice, cause, reason } = entry
          return (
            <li key={place}>
              <span className={styles.line}>
                <StateMark tone={tones[kind]}>{t(`notice-history.${kind}`)}</StateMark>
                <Moment at={at} />
                {about === 'seller' && (
                  <span className={styles.fine}>{t('notice-history.of-seller')}</span>
                )}
              </span>
              {cause !== null && (
                <span className={styles.fine}>{t(`notice-history.cause.${cause}`)}</span>
              )}
              {reason !== null && <span className="stranger">{reason}</span>}
              {notice !== null && (
                <Link to="/notices/$id" params={{ id: notice }}>
                  {t('notice-history.open')}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
