import { NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { bracketedCode } from '@touchstone/contract/bracketed-code'
import type { ReactNode } from 'react'
import { Card, Columns, Empty, Moment, Page, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { GoodsTabs } from '../goods-tabs.tsx'
import styles from '../goods.module.css'
import { useReports, type ListedReport } from '../queries.ts'
import { readReportSearch, reportStates } from '../search.ts'
import { DangerMark } from './danger-mark.tsx'

const route = getRouteApi('/member/reports')

/** Reports by buyers: danger to health first, then what most sources say. */
export function ReportsPage(): ReactNode {
  const { t, number } = useText()
  const { state = 'open' } = readReportSearch(route.useSearch())
  const navigate = useNavigate()
  const reports = useReports({ state })
  return (
    <Page title={t('reports.title')} lead={t('reports.description')}>
      <GoodsTabs here="reports" />
      <div className={styles.filters}>
        <NativeSelect
          size="xs"
          aria-label={t('reports.state')}
          value={state}
          data={reportStates.map((value) => ({ value, label: t(`report-state.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              to: '/reports',
              search: readReportSearch({ state: value }),
              replace: true,
            })
          }
        />
      </div>
      <Card>
        <Paged
          pages={reports}
          empty={
            <Empty title={t('reports.empty')} icon="inbox">
              {t('reports.empty.text')}
            </Empty>
          }
        >
          {(items) => (
            <Columns
              caption={t('reports.title')}
              heads={[
                t('reports.about'),
                t('reports.danger'),
                t('reports.category'),
                t('reports.sources'),
                t('reports.photos'),
                t('reports.received-at'),
              ]}
            >
              {items.map((report) => (
                <tr key={report.id}>
                  <td className="stranger">
                    <Link to="/reports/$id" params={{ id: report.id }}>
                      {subjectOf(report)}
                    </Link>
                    {report.kind === 'contest' && (
                      <div className={styles.fine}>{t('report-kind.contest')}</div>
                    )}
                  </td>
                  <td>
                    <DangerMark danger={report.danger} />
                  </td>
                  <td>{t(`goods-category.${report.category}`)}</td>
                  <td>{number(report.sources)}</td>
                  <td>{number(report.photos)}</td>
                  <td>
                    <Moment at={report.receivedAt} />
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

/** What a report is about: a code, else a listing. */
export function subjectOf({
  gtin,
  serial,
  listing,
}: Pick<ListedReport, 'gtin' | 'serial' | 'listing'>): string {
  if (gtin === null) return listing ?? ''
  return bracketedCode({ gtin, serial })
}
