import { SegmentedControl } from '@mantine/core'
import { Link, getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { Columns, Denied, Empty, Moment, Page, Paged, StateMark } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { AccountName, contestTones, LinkTabs, useContests } from '../link-components/index.ts'
import styles from './review.module.css'

const route = getRouteApi('/member/networks/contests')

/** Links that sellers contest, those that wait for a decision first. */
export function LinkContestsPage(): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  return (
    <Page title={t('link-contest.title')} lead={t('link-contest.description')}>
      <LinkTabs here="contests" />
      {seeWholeNetworks ? <Contests /> : <Denied>{t('links.denied')}</Denied>}
    </Page>
  )
}

function Contests(): ReactNode {
  const { t } = useText()
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const pages = useContests(state === 'all' ? {} : { state: 'open' })
  return (
    <>
      <div className={styles.filters}>
        <SegmentedControl
          aria-label={t('link-contest.which')}
          value={state ?? 'open'}
          onChange={(value) =>
            void navigate({
              to: '/networks/contests',
              search: value === 'all' ? { state: 'all' } : {},
            })
          }
          data={[
            { value: 'open', label: t('link-contest.state.open') },
            { value: 'all', label: t('link-contest.all') },
          ]}
        />
      </div>
      <Paged
        pages={pages}
        empty={
          <Empty title={t('link-contest.empty')} icon="check">
            {t('link-contest.empty.text')}
          </Empty>
        }
      >
        {(items) => (
          <Columns
            caption={t('link-contest.title')}
            heads={[
              t('link-contest.seller'),
              t('link-contest.other'),
              t('link-contest.text'),
              t('link-contest.at'),
              t('link-contest.state'),
            ]}
          >
            {items.map(({ id, account, other, text, at, state: now }) => (
              <tr key={id}>
                <td className="stranger" dir="auto">
                  <AccountName id={account} />
                </td>
                <td className="stranger" dir="auto">
                  <AccountName id={other} />
                </td>
                <td className="stranger" dir="auto">
                  <Link to="/networks/contests/$id" params={{ id }}>
                    <VisibleText text={text?.slice(0, 160) ?? t('link-contest.text.erased')} />
                  </Link>
                </td>
                <td>
                  <Moment at={at} />
                </td>
                <td>
                  <StateMark tone={contestTones[now]}>{t(`link-contest.state.${now}`)}</StateMark>
                </td>
              </tr>
            ))}
          </Columns>
        )}
      </Paged>
    </>
  )
}
