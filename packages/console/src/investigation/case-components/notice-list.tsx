import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment, StateMark, type StateMarkProps, Paged } from '../../components/index.ts'
import styles from './related-lists.module.css'
import { useNotices, type NoticeQuery, type NoticeSummaryView } from './notice-queries.ts'

type Outcome = NonNullable<NoticeSummaryView['outcome']>

const outcomeTones: Readonly<Record<Outcome, StateMarkProps['tone']>> = {
  restricted: 'good',
  'already-gone': 'good',
  'no-action': 'bad',
  overturned: 'bad',
  ended: 'plain',
  other: 'plain',
}

/** State of a notice, and the decision on it once known. */
export function NoticeStateMark({
  notice: { state, outcome, acknowledgedAt },
}: {
  notice: Pick<NoticeSummaryView, 'state' | 'outcome' | 'acknowledgedAt'>
}): ReactNode {
  const { t } = useText()
  if (state === 'sent' && outcome !== null) {
    return <StateMark tone={outcomeTones[outcome]}>{t(`notice-outcome.${outcome}`)}</StateMark>
  }
  if (state === 'sent' && acknowledgedAt !== null) {
    return <StateMark tone="good">{t('notice-state.acknowledged')}</StateMark>
  }
  const tone = { draft: 'plain', proposed: 'waiting', sent: 'good', withdrawn: 'plain' } as const
  return <StateMark tone={tone[state]}>{t(`notice-state.${state}`)}</StateMark>
}

/** Notices, such as those about the listings of a case. */
export function NoticesList({ of, none }: { of: NoticeQuery; none: string }): ReactNode {
  const { t, list } = useText()
  const marketplaceName = useMarketplaceName()
  const notices = useNotices(of)
  return (
    <Paged pages={notices} empty={<p className={styles.none}>{none}</p>}>
      {(items) => (
        <ul className={styles.list} aria-label={t('notices.title')}>
          {items.map((notice) => (
            <li key={notice.id}>
              <Link to="/notices/$id" params={{ id: notice.id }}>
                {t(`notice-ground.${notice.ground}`)}
              </Link>
              <NoticeStateMark notice={notice} />
              <span className={styles.fine}>
                {t('cases.listings', { count: notice.items })} ·{' '}
                {list(notice.marketplaces.map(marketplaceName))} ·{' '}
                <Moment at={notice.sentAt ?? notice.draftedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  )
}
