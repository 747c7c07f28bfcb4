import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { askStates, AskStateMark, useProofRequests } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, More, Page, Unread } from '../../surface/index.ts'
import styles from './appeals.module.css'
import { readAskSearch } from './search.ts'
import { AnswerTabs } from './tabs.tsx'

const route = getRouteApi('/member/answers/asks')

/** Requests for proof, each with its day and what came of it. */
export function ProofRequestsPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const asks = useProofRequests(search)
  const items = asks.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={t('asks.title')} lead={t('asks.lead')}>
      <AnswerTabs here="asks" />
      <div className={styles.filters}>
        <NativeSelect
          size="xs"
          aria-label={t('asks.state')}
          value={search.state ?? ''}
          data={[
            { value: '', label: t('asks.state.all') },
            ...askStates.map((value) => ({ value, label: t(`ask-state.${value}`) })),
          ]}
          onChange={({ currentTarget: { value: state } }) =>
            void navigate({ to: '/answers/asks', search: readAskSearch({ state }), replace: true })
          }
        />
      </div>
      <Card>
        {!asks.isSuccess && <Unread query={asks} />}
        {asks.isSuccess && items.length === 0 && (
          <Empty title={t('asks.empty')}>{t('asks.empty.text')}</Empty>
        )}
        {items.length > 0 && (
          <Columns
            caption={t('asks.title')}
            heads={[
              t('ask.reason'),
              t('asks.state'),
              t('hearing.seller'),
              t('ask.brand'),
              t('ask.due'),
            ]}
          >
            {items.map(({ id, reason, state, seller, marketplace, brand, dueAt, reusedFrom }) => (
              <tr key={id}>
                <td className="stranger">
                  <Link to="/answers/asks/$id" params={{ id }}>
                    {reason}
                  </Link>
                </td>
                <td>
                  <AskStateMark state={state} />
                  {reusedFrom !== null && (
                    <span className={styles.fine}> {t('ask.reused.short')}</span>
                  )}
                </td>
                <td className="stranger">
                  {seller ?? t('hearing.erased')} · {marketplace}
                </td>
                <td className="stranger">{brand}</td>
                <td>
                  <Moment at={dueAt} only="day" />
                </td>
              </tr>
            ))}
          </Columns>
        )}
        <More pages={asks} />
      </Card>
    </Page>
  )
}
