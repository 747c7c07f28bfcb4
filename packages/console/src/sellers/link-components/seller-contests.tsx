import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card, Moment, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { AccountName } from './account-name.tsx'
import { contestTones } from './contest-tones.ts'
import styles from './link-components.module.css'
import { useContests } from './queries.ts'

/** Links of an account that sellers contest; nothing if there are none. */
export function SellerContests({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const { data } = useContests({ account: id })
  const contests = data?.pages[0]?.items ?? []
  if (contests.length === 0) return null
  return (
    <Card title={t('link-contest.title')} lead={t('link-contest.description')}>
      <ul className={styles.lines}>
        {contests.map(({ id: contest, account, other, state, at }) => (
          <li key={contest}>
            <StateMark tone={contestTones[state]}>{t(`link-contest.state.${state}`)}</StateMark>
            <span className="stranger">
              <AccountName id={account === id ? other : account} />
            </span>
            <Moment at={at} only="day" />
            <Link to="/networks/contests/$id" params={{ id: contest }}>
              {t('link-contest.view')}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
