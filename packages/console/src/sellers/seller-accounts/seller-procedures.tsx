import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBrandNames } from '../../connection/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StateMark } from '../../components/index.ts'
import type { SellerProcedures as Procedures } from './queries.ts'
import styles from './sellers.module.css'
import { useTerms } from './terms.ts'

/** Cases, notices, restrictions, appeals and clearances, with links. */
export function SellerProcedures({ procedures }: { procedures: Procedures }): ReactNode {
  const { t, number } = useText()
  const rights = permissionsOf(useMember())
  const { cases, notices, restrictions, appeals, clearances } = procedures
  return (
    <>
      <Card title={t('seller-account.cases')}>
        <Lines none={t('seller-account.cases.none')} count={cases.items.length}>
          {cases.items.map(({ id, title, state, openedAt, listings }) => (
            <li key={id}>
              <Link to="/cases/$id" params={{ id }} className="stranger">
                {title}
              </Link>
              <StateMark tone={state === 'open' ? 'waiting' : 'plain'}>
                {t(`case-state.${state}`)}
              </StateMark>
              <span>
                {t('seller-account.of-seller', { count: listings, figure: number(listings) })}
              </span>
              <Moment at={openedAt} only="day" />
            </li>
          ))}
        </Lines>
      </Card>
      <Card title={t('seller-account.notices')}>
        <Notices notices={notices.items} />
      </Card>
      {rights.receiveNotices && (
        <Card title={t('seller-account.restrictions')}>
          <Restrictions restrictions={restrictions.items} />
        </Card>
      )}
      {rights.receiveNotices && (
        <Card title={t('seller-account.appeals')}>
          <Appeals appeals={appeals} />
        </Card>
      )}
      <Card title={t('seller-account.clearances')}>
        <Clearances clearances={clearances.items} />
      </Card>
    </>
  )
}

function Lines({
  none,
  count,
  children,
}: {
  none: string
  count: number
  children: ReactNode
}): ReactNode {
  if (count === 0) return <p className={styles.none}>{none}</p>
  return <ul className={styles.lines}>{children}</ul>
}

function Notices({ notices }: { notices: Procedures['notices']['items'] }): ReactNode {
  const { t, number } = useText()
  const { ground, noticeState, noticeOutcome } = useTerms()
  return (
    <Lines none={t('seller-account.notices.none')} count={notices.length}>
      {notices.map((notice) => (
        <li key={notice.id}>
          <Link to="/notices/$id" params={{ id: notice.id }}>
            {t('seller-account.notice', { ground: ground(notice.ground) })}
          </Link>
          <StateMark tone={notice.state === 'sent' ? 'waiting' : 'plain'}>
            {notice.outcome === null ? noticeState(notice.state) : noticeOutcome(notice.outcome)}
          </StateMark>
          <span>
            {t('seller-account.of-seller', {
              count: notice.listings,
              figure: number(notice.listings),
            })}
          </span>
          <Moment at={notice.sentAt ?? notice.draftedAt} only="day" />
        </li>
      ))}
    </Lines>
  )
}

function Restrictions({
  restrictions,
}: {
  restrictions: Procedures['restrictions']['items']
}): ReactNode {
  const { t, day } = useText()
  const { measure, ended } = useTerms()
  return (
    <Lines none={t('seller-account.restrictions.none')} count={restrictions.length}>
      {restrictions.map((one) => (
        <li key={one.id}>
          <Link to="/proceedings/$id" params={{ id: one.proceeding }}>
            {measure(one.measure)}
          </Link>
          <StateMark tone={one.endedAt === null ? 'waiting' : 'plain'}>
            {one.endReason === null ? t('seller-account.in-force') : ended(one.endReason)}
          </StateMark>
          {one.endedAt !== null ? <Moment at={one.endedAt} only="day" /> : day(one.startsOn)}
        </li>
      ))}
    </Lines>
  )
}

function Appeals({ appeals }: { appeals: Procedures['appeals'] }): ReactNode {
  const { t, number } = useText()
  const { appealState, appealOutcome } = useTerms()
  const total = appeals.open + appeals.upheld + appeals.rejected
  if (total > 0 && appeals.items.length === 0) {
    return (
      <p className={styles.none}>
        {t('seller-account.appeals.counts', {
          open: number(appeals.open),
          upheld: number(appeals.upheld),
          rejected: number(appeals.rejected),
        })}
      </p>
    )
  }
  return (
    <Lines none={t('seller-account.appeals.none')} count={appeals.items.length}>
      {appeals.items.map((appeal) => (
        <li key={appeal.id}>
          <Link to="/appeals/$id" params={{ id: appeal.id }}>
            {t(
              appeal.proofRequest === null
                ? 'seller-account.appeal'
                : 'seller-account.proof-submission',
            )}
          </Link>
          <StateMark tone={appeal.state === 'open' ? 'waiting' : 'plain'}>
            {appeal.outcome === null ? appealState(appeal.state) : appealOutcome(appeal.outcome)}
          </StateMark>
          <Moment at={appeal.submittedAt} only="day" />
        </li>
      ))}
    </Lines>
  )
}

function Clearances({ clearances }: { clearances: Procedures['clearances']['items'] }): ReactNode {
  const { t, day } = useText()
  const brandNames = useBrandNames()
  return (
    <Lines none={t('seller-account.clearances.none')} count={clearances.length}>
      {clearances.map(({ id, brand, right, expiresAt, revokedAt }) => (
        <li key={id}>
          <span className="stranger">
            {t('seller-account.clearance', { brand: brandNames?.get(brand) ?? brand, right })}
          </span>
          <StateMark tone={revokedAt === null ? 'good' : 'plain'}>
            {revokedAt === null
              ? t('seller-account.clearance.until', { day: day(expiresAt) })
              : t('seller-account.clearance.revoked')}
          </StateMark>
        </li>
      ))}
    </Lines>
  )
}
