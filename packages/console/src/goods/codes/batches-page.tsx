import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { GoodsTabs } from '../goods-tabs.tsx'
import { useBatches } from '../queries.ts'
import { CodeKeysCard } from './code-keys-card.tsx'
import { IssueBatchCard } from './issue-batch-card.tsx'

/** Batches of codes: how many were issued, scanned, and are suspected. */
export function BatchesPage(): ReactNode {
  const { t, number } = useText()
  const { issueCodes } = permissionsOf(useMember())
  const batches = useBatches()
  return (
    <Page title={t('codes.title')} lead={t('codes.description')}>
      <GoodsTabs here="batches" />
      <Card title={t('codes.batches')}>
        <Paged
          pages={batches}
          empty={
            <Empty title={t('codes.batches.empty')} icon="grid">
              {t('codes.batches.empty.text')}
            </Empty>
          }
        >
          {(items) => (
            <Columns
              caption={t('codes.batches')}
              heads={[
                t('codes.batch'),
                t('codes.gtin'),
                t('codes.units'),
                t('codes.units.scanned'),
                t('codes.units.alarms'),
                t('codes.state'),
                t('codes.issued-at'),
              ]}
            >
              {items.map(({ id, batch, gtin, units, scanned, alarms, state, issuedAt }) => (
                <tr key={id}>
                  <td className="stranger">{batch}</td>
                  <td>{gtin}</td>
                  <td>{number(units)}</td>
                  <td>{number(scanned)}</td>
                  <td>{number(alarms)}</td>
                  <td>{t(`unit-state.${state}`)}</td>
                  <td>
                    <Moment at={issuedAt} only="day" />
                  </td>
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
      {issueCodes && <IssueBatchCard />}
      <CodeKeysCard />
    </Page>
  )
}
