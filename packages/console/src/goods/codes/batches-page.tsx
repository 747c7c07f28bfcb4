import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { GoodsTabs } from '../goods-tabs.tsx'
import { useBatches, useCodeKeys } from '../queries.ts'
import { CodeKeysCard } from './code-keys-card.tsx'
import { EpcisCard } from './epcis-card.tsx'
import { IssueBatchCard } from './issue-batch-card.tsx'
import { SignCodesButton, type SignedFile } from './sign-codes-button.tsx'

/** Batches of codes: how many were issued, scanned, and are suspected. */
export function BatchesPage(): ReactNode {
  const { t, number } = useText()
  const { issueCodes } = permissionsOf(useMember())
  const batches = useBatches()
  const keys = useCodeKeys()
  const [signed, setSigned] = useState<SignedFile>()
  const maySign = issueCodes && keys.data?.items.some(({ state }) => state === 'in-use') === true
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
                ...(maySign ? [t('codes.signature')] : []),
              ]}
            >
              {items.map((batch) => (
                <tr key={batch.id}>
                  <td className="stranger">{batch.batch}</td>
                  <td>{batch.gtin}</td>
                  <td>{number(batch.units)}</td>
                  <td>{number(batch.scanned)}</td>
                  <td>{number(batch.alarms)}</td>
                  <td>{t(`unit-state.${batch.state}`)}</td>
                  <td>
                    <Moment at={batch.issuedAt} only="day" />
                  </td>
                  {maySign && (
                    <td>
                      <SignCodesButton batch={batch} onSigned={setSigned} />
                    </td>
                  )}
                </tr>
              ))}
            </Columns>
          )}
        </Paged>
        {signed !== undefined && <p role="status">{t('codes.sign.done', signed)}</p>}
      </Card>
      {issueCodes && <IssueBatchCard />}
      {issueCodes && <EpcisCard />}
      <CodeKeysCard />
    </Page>
  )
}
