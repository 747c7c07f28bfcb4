import { SegmentedControl } from '@mantine/core'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Denied, Empty, Page, QueryStatus } from '../../components/index.ts'
import { DisputesCard } from './disputes-card.tsx'
import { FitCard } from './fit-card.tsx'
import { IntervalFigure } from './interval-figure.tsx'
import { DrawButton, AuditSamplesCard } from './audit-samples-card.tsx'
import { MeasuresCard } from './precision-recall-card.tsx'
import { QualityTabs } from './blind-audit-tabs.tsx'
import { useResults, type Results } from './queries.ts'
import { spans } from './search.ts'
import { RemovalsCard } from './unappealed-restrictions-card.tsx'
import { SettingsCard } from './settings-card.tsx'
import styles from './results-page.module.css'

// All pages of blind audits load together, since each name of a file costs the first load.
export { AnnotationPage } from './annotation-page.tsx'
export { ErrorLedgerPage } from './error-ledger-pages.tsx'

const route = getRouteApi('/member/blind-audit/results')
const usualSpan = 13

/** The engine's error rates, estimated from audit samples. */
export function BlindAuditResultsPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('blind-audit.results.title')}
      lead={t('blind-audit.results.description')}
      actions={<QualityTabs here="results" />}
    >
      {rights.seeQuality ? <AuditResults /> : <Denied>{t('blind-audit.results.denied')}</Denied>}
    </Page>
  )
}

function AuditResults(): ReactNode {
  const { organisation } = useMember()
  const rights = permissionsOf(useMember())
  const { weeks = usualSpan } = route.useSearch()
  // Totals over all listings are for members of all brands.
  const isWholeOrganisation = organisation.brands.length === 0
  return (
    <>
      <Figures
        weeks={weeks}
        whole={isWholeOrganisation}
        mayDraw={isWholeOrganisation && rights.manageMembers}
      />
      {isWholeOrganisation && <AuditSamplesCard />}
      {isWholeOrganisation && <FitCard mayFit={rights.changeCatalog} />}
      {isWholeOrganisation && rights.manageMembers && <SettingsCard />}
    </>
  )
}

type FiguresProps = { weeks: number; whole: boolean; mayDraw: boolean }

function Figures({ weeks, whole, mayDraw }: FiguresProps): ReactNode {
  const { t } = useText()
  const results = useResults(weeks)
  if (!results.isSuccess) return <QueryStatus query={results} />
  const { data } = results
  if (data.listings.drawn === 0) {
    return (
      <Empty title={t('blind-audit.results.empty')} actions={mayDraw && <DrawButton />}>
        {t('blind-audit.results.empty.text')}
      </Empty>
    )
  }
  return (
    <>
      <WeeksChoice weeks={weeks} />
      <AuditProgress listings={data.listings} />
      {whole && <OverallCard results={data} />}
      {whole && <Queues results={data} />}
      <MeasuresCard
        title={t('blind-audit.brands')}
        lead={t('blind-audit.brands.description')}
        head={t('blind-audit.brand')}
        rows={data.brands.map(({ brand, ...measure }) => ({ name: brand, ...measure }))}
      />
      {whole && <Families results={data} />}
      <Agreement agreement={data.agreement} />
      {whole && <Trend trend={data.trend} />}
      <RemovalsCard removals={data.removals} />
      <DisputesCard disputes={data.disputes} />
    </>
  )
}

function WeeksChoice({ weeks }: { weeks: number }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  return (
    <div className={styles.span}>
      <SegmentedControl
        size="xs"
        aria-label={t('blind-audit.weeks')}
        value={String(weeks)}
        data={spans.map((count) => ({
          value: String(count),
          label: t('blind-audit.weeks.last', { count }),
        }))}
        onChange={(value) => {
          const chosen = spans.find((one) => String(one) === value)
          void navigate({ to: '/blind-audit/results', search: { weeks: chosen ?? usualSpan } })
        }}
      />
    </div>
  )
}

function AuditProgress({ listings }: { listings: Results['listings'] }): ReactNode {
  const { t, number } = useText()
  const parts = ['drawn', 'settled', 'waiting', 'disputed', 'lapsed'] as const
  return (
    <dl className={styles.standing} aria-label={t('blind-audit.progress')}>
      {parts.map((part) => (
        <div key={part}>
          <dt>{t(`blind-audit.${part}`)}</dt>
          <dd className="figures">{number(listings[part])}</dd>
        </div>
      ))}
    </dl>
  )
}

function OverallCard({ results: { overall, needs } }: { results: Results }): ReactNode {
  const { t } = useText()
  return (
    <MeasuresCard
      title={t('blind-audit.overall')}
      lead={t('blind-audit.overall.description', { ...needs })}
      head={t('blind-audit.flagged-by')}
      rows={overall.map(({ threshold, ...measure }) => ({
        name: t(threshold === 'block' ? 'verdict.block' : `blind-audit.threshold.${threshold}`),
        ...measure,
      }))}
    />
  )
}

/** Precision and recall of each queue, and what none of them holds. */
function Queues({ results: { queues, clear } }: { results: Results }): ReactNode {
  const { t } = useText()
  return (
    <>
      <MeasuresCard
        title={t('blind-audit.queues')}
        lead={t('blind-audit.queues.description')}
        head={t('blind-audit.queue')}
        rows={queues.map(({ queue, ...measure }) => ({
          name: t(`blind-audit.stratum.${queue}`),
          ...measure,
        }))}
      />
      <Card title={t('blind-audit.clear')}>
        <IntervalFigure figure={clear} name={t('blind-audit.clear')} />
      </Card>
    </>
  )
}

function Families({ results: { families } }: { results: Results }): ReactNode {
  const { t } = useText()
  return (
    <MeasuresCard
      title={t('blind-audit.families')}
      lead={t('blind-audit.families.description')}
      head={t('blind-audit.signal')}
      rows={families.map(({ family, ...measure }) => ({
        name: t(`family.${family}`),
        ...measure,
      }))}
    />
  )
}

function Trend({ trend }: { trend: Results['trend'] }): ReactNode {
  const { t, day } = useText()
  return (
    <MeasuresCard
      title={t('blind-audit.trend')}
      lead={t('blind-audit.trend.description')}
      head={t('blind-audit.trend.week')}
      rows={trend.toReversed().map(({ week, ...measure }) => ({ name: day(week), ...measure }))}
    />
  )
}

function Agreement({ agreement }: { agreement: Results['agreement'] }): ReactNode {
  const { t } = useText()
  const { kappa, pairs, same } = agreement
  return (
    <Card title={t('blind-audit.agreement')} lead={t('blind-audit.agreement.description')}>
      <div className={styles.agreement}>
        <strong>κ</strong>
        <IntervalFigure figure={kappa} name="Cohen’s κ" as="number" />
        <span className={styles.fine}>{t('blind-audit.agreement.same', { same, pairs })}</span>
      </div>
    </Card>
  )
}
