import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBrandName, useMarketplaceName } from '../../connection/index.ts'
import { askStates, ProofRequestStateMark, useProofRequests } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import styles from './appeals.module.css'
import { readProofRequestSearch } from './search.ts'
import { AppealTabs } from './tabs.tsx'

const route = getRouteApi('/member/appeals/proof-requests')

export function ProofRequestsPage(): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const brandName = useBrandName()
  const search = route.useSearch()
  const navigate = useNavigate()
  const proofRequests = useProofRequests(search)
  return (
    <Page title={t('proof-requests.title')} lead={t('proof-requests.description')}>
      <AppealTabs here="proof-requests" />
      <div className={styles.filters}>
        <NativeSelect
          size="xs"
          aria-label={t('proof-requests.state')}
          value={search.state ?? ''}
          data={[
            { value: '', label: t('proof-requests.state.all') },
            ...askStates.map((value) => ({ value, label: t(`proof-request-state.${value}`) })),
          ]}
          onChange={({ currentTarget: { value: state } }) =>
            void navigate({
              to: '/appeals/proof-requests',
              search: readProofRequestSearch({ state }),
              replace: true,
            })
          }
        />
      </div>
      <Card>
        <Paged
          pages={proofRequests}
          empty={<Empty title={t('proof-requests.empty')}>{t('proof-requests.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('proof-requests.title')}
              heads={[
                t('proof-request.reason'),
                t('proof-requests.state'),
                t('appeal.seller'),
                t('proof-request.brand'),
                t('proof-request.due'),
              ]}
            >
              {items.map(({ id, reason, state, seller, marketplace, brand, dueAt, reusedFrom }) => (
                <tr key={id}>
                  <td className="stranger">
                    <Link to="/appeals/proof-requests/$id" params={{ id }}>
                      {reason}
                    </Link>
                  </td>
                  <td>
                    <ProofRequestStateMark state={state} />
                    {reusedFrom !== null && (
                      <span className={styles.fine}> {t('proof-request.covered.short')}</span>
                    )}
                  </td>
                  <td className="stranger">
                    {seller ?? t('appeal.seller-erased')} · {marketplaceName(marketplace)}
                  </td>
                  <td className="stranger">{brandName(brand)}</td>
                  <td>
                    <Moment at={dueAt} only="day" />
                  </td>
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
    </Page>
  )
}
