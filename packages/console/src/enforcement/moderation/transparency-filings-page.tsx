import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, Page, saveJson, QueryStatus } from '../../components/index.ts'
import { useFilings } from './queries.ts'
import { ModerationTabs } from './moderation-tabs.tsx'

/** Records due to the Transparency Database; Touchstone does not submit them itself. */
export function FilingsPage(): ReactNode {
  const { t, day } = useText()
  const filings = useFilings()
  const records = filings.data ?? []
  const text = (value: unknown): string =>
    Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '–'
  const date = (value: unknown): string =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? day(value) : '–'
  return (
    <Page
      title={t('filings.title')}
      lead={t('filings.description')}
      actions={
        records.length > 0 && (
          <Button onClick={() => saveJson({ statements: records }, 'statements-of-reasons.json')}>
            {t('filings.download', { count: records.length })}
          </Button>
        )
      }
    >
      <ModerationTabs here="filings" />
      <Card>
        {!filings.isSuccess && <QueryStatus query={filings} />}
        {filings.isSuccess && records.length === 0 && (
          <Empty title={t('filings.empty')}>{t('filings.empty.text')}</Empty>
        )}
        {records.length > 0 && (
          <Columns
            caption={t('filings.title')}
            heads={[
              t('filings.puid'),
              t('filings.visibility'),
              t('filings.ground'),
              t('statement-field.territory'),
              t('filings.date'),
            ]}
          >
            {records.map((record) => (
              <tr key={text(record['puid'])} lang="en">
                <td>
                  <code>{text(record['puid'])}</code>
                </td>
                <td>
                  {text(
                    record['decision_visibility'] ??
                      record['decision_monetary'] ??
                      record['decision_provision'] ??
                      record['decision_account'],
                  )}
                </td>
                <td>{text(record['decision_ground'])}</td>
                <td>{text(record['territorial_scope'])}</td>
                <td className="short">{date(record['application_date'])}</td>
              </tr>
            ))}
          </Columns>
        )}
      </Card>
    </Page>
  )
}
