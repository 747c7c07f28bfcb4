import type { InsightView } from '@touchstone/contract'
import { useMemo, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import { Chart } from './chart.tsx'
import { stackedBars } from './chart-options.ts'
import { FigureCard } from './figure-card.tsx'
import { daysOfMonth, FigureLink, type Figure } from './figure-link.tsx'
import type { InsightFilters } from './search.ts'

export type Series = {
  key: string
  total: number
  before: number
  months: readonly number[]
  monthsBefore: readonly number[]
}

export type SeriesCardProps = {
  figure: Figure
  insight: InsightView
  filters: InsightFilters
  title: string
  definition: ReactNode
  empty: string
  series: readonly Series[]
  labelOf: (key: string) => string
  children?: ReactNode
}

const chartHeight = 240

/** A figure by month, with the totals of both periods. */
export function SeriesCard(card: SeriesCardProps): ReactNode {
  const { t, locale } = useText()
  const {
    figure,
    insight,
    filters,
    title,
    definition,
    empty,
    series: all,
    labelOf,
    children,
  } = card
  const { months, period, before, recordedBefore } = insight
  // Kinds that never occurred would only fill the legend.
  const series = all.filter((one) => one.total + one.before > 0)
  const names = useMemo(() => monthNames(months, locale), [months, locale])
  const option = useMemo(
    () =>
      stackedBars(
        names,
        series.map(({ key, months: values }) => ({ key, name: labelOf(key), values })),
      ),
    [names, series, labelOf],
  )
  const total = series.reduce((sum, one) => sum + one.total, 0)
  const heads = [t('insight.kind'), t('insight.period'), t('insight.before')]
  const link = (one: Series, days: typeof period, count: number, when: string): ReactNode => (
    <FigureLink
      figure={figure}
      value={one.key}
      days={days}
      filters={filters}
      count={count}
      label={`${labelOf(one.key)}, ${when}`}
    />
  )
  return (
    <FigureCard
      title={title}
      definition={definition}
      isEmpty={series.length === 0}
      empty={empty}
      fileName={`insight-${figure}-${period.to}`}
      summary={
        <>
          <Columns caption={title} heads={heads}>
            {series.map((one) => (
              <tr key={one.key}>
                <th scope="row">{labelOf(one.key)}</th>
                <td>{link(one, period, one.total, t('insight.period'))}</td>
                <td>
                  {recordedBefore
                    ? link(one, before, one.before, t('insight.before'))
                    : t('insight.no-data')}
                </td>
              </tr>
            ))}
          </Columns>
          {children}
        </>
      }
      chart={
        <Chart
          height={chartHeight}
          label={t('insight.chart.months', { figure: title, count: total })}
          option={option}
        />
      }
      table={
        <Columns
          caption={title}
          heads={[t('insight.month'), ...series.map(({ key }) => labelOf(key))]}
        >
          {months.map((month, place) => (
            <tr key={month}>
              <th scope="row">{names[place]}</th>
              {series.map((one) => (
                <td key={one.key}>
                  {link(
                    one,
                    daysOfMonth(month, period),
                    one.months[place] ?? 0,
                    names[place] ?? '',
                  )}
                </td>
              ))}
            </tr>
          ))}
        </Columns>
      }
      plain={{
        heads: [
          t('insight.month'),
          ...series.flatMap(({ key }) => [
            labelOf(key),
            t('insight.before.of', { kind: labelOf(key) }),
          ]),
        ],
        rows: months.map((month, place) => [
          month,
          ...series.flatMap((one) => [
            String(one.months[place] ?? 0),
            recordedBefore ? String(one.monthsBefore[place] ?? 0) : t('insight.no-data'),
          ]),
        ]),
      }}
    />
  )
}

/** Months as short as a chart needs them, with the year where it begins. */
function monthNames(months: readonly string[], locale: string): string[] {
  const short = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  const withYear = new Intl.DateTimeFormat(locale, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return months.map((month, place) => {
    const at = new Date(`${month}-01T00:00:00Z`)
    return place === 0 || at.getUTCMonth() === 0 ? withYear.format(at) : short.format(at)
  })
}
