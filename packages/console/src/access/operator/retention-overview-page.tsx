import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useRetentionOfAll } from './queries.ts'

/** Retention periods and the number of legal holds of each organisation. */
export function RetentionOverviewPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('retention.title')} lead={t('retention.all-organisations.description')}>
      <Card title={t('organisations.all')}>
        <RetentionOfOrganisations />
      </Card>
    </Page>
  )
}

function RetentionOfOrganisations(): ReactNode {
  const { t, number } = useText()
  const retention = useRetentionOfAll()
  return (
    <Paged
      pages={retention}
      empty={
        <Empty title={t('organisations.empty')} icon="people">
          {t('organisations.empty.text')}
        </Empty>
      }
    >
      {(items) => (
        <Columns
          caption={t('organisations.all')}
          heads={[
            t('webhook-outbox.organisation'),
            t('retention.clear-days'),
            t('retention.personal-days'),
            t('retention.holds'),
            t('retention.oldest-hold'),
          ]}
        >
          {items.map(({ organisation, name, clearDays, personalDays, holds, oldestHoldAt }) => (
            <tr key={organisation}>
              <td className="stranger">{name}</td>
              <td className="figures">{number(clearDays)}</td>
              <td className="figures">{number(personalDays)}</td>
              <td className="figures">{number(holds)}</td>
              <td>{oldestHoldAt === null ? '–' : <Moment at={oldestHoldAt} only="day" />}</td>
            </tr>
          ))}
        </Columns>
      )}
    </Paged>
  )
}
