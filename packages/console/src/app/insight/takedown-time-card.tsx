import type { InsightView } from '@touchstone/contract'
import { useMemo, type ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import { Chart } from './chart.tsx'
import { shareLines } from './chart-options.ts'
import { FigureCard } from './figure-card.tsx'
import { FigureLink } from './figure-link.tsx'
import styles from './insight.module.css'
import type { InsightFilters } from './search.ts'

type CardProps = { insight: InsightView; filters: InsightFilters }
type Times = InsightView['takedownTime']['now']

const results = ['gone', 'live', 'unknown', 'gone-before'] as const
type Result = (typeof results)[number]

const countOf = (times: Times, result: Result): number =>
  result === 'gone-before' ? times.goneBefore : times[result]

/** Days that the table names; the file has all of them. */
const namedDays: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60])

const chartHeight = 240

/** The time to takedown, only as far as checks bound it. */
export function TakedownTimeCard({ insight, filters }: CardProps): ReactNode {
  const text = useText()
  const { t, percent } = text
  const { takedownTime, period, before, recordedBefore } = insight
  const { now, before: earlier, curve } = takedownTime
  const title = t('insight.takedown-time')
  const names = useMemo(() => [t('insight.at-least'), t('insight.at-most')] as const, [t])
  const option = useMemo(
    () =>
      shareLines(
        curve.map(({ day }) => day),
        [
          { name: names[0], values: curve.map(({ atLeast }) => atLeast) },
          { name: names[1], values: curve.map(({ atMost }) => atMost) },
        ],
        percent,
      ),
    [curve, names, percent],
  )
  const heads = [t('insight.day.head'), ...names]
  const isEmpty = results.every((result) => countOf(now, result) + countOf(earlier, result) === 0)
  const link = (result: Result, of: Times, days: typeof period, when: string): ReactNode => (
    <FigureLink
      figure="takedown-time"
      value={result}
      days={days}
      filters={filters}
      count={countOf(of, result)}
      label={`${t(`insight.time.${result}`)}, ${when}`}
    />
  )
  return (
    <FigureCard
      title={title}
      definition={t('insight.takedown-time.definition')}
      isEmpty={isEmpty}
      empty={t('insight.notices.empty')}
      fileName={`insight-takedown-time-${period.to}`}
      summary={
        <>
          <p className={styles.statement}>{medianText(text, now)}</p>
          {earlier.gone + earlier.live > 0 && (
            <p className={styles.aside}>
              {t('insight.median.before', { median: medianText(text, earlier) })}
            </p>
          )}
          <Columns
            caption={title}
            heads={[t('insight.kind'), t('insight.period'), t('insight.before')]}
          >
            {results.map((result) => (
              <tr key={result}>
                <th scope="row">{t(`insight.time.${result}`)}</th>
                <td>{link(result, now, period, t('insight.period'))}</td>
                <td>
                  {recordedBefore
                    ? link(result, earlier, before, t('insight.before'))
                    : t('insight.no-data')}
                </td>
              </tr>
            ))}
          </Columns>
        </>
      }
      chart={
        curve.length > 0 && (
          <Chart
            height={chartHeight}
            label={t('insight.chart.times', { figure: title })}
            option={option}
          />
        )
      }
      table={
        <Columns caption={title} heads={heads}>
          {curve
            .filter(({ day }) => namedDays.has(day))
            .map(({ day, atLeast, atMost }) => (
              <tr key={day}>
                <th scope="row">{t('insight.day', { day })}</th>
                <td className="figures">{percent(atLeast)}</td>
                <td className="figures">{percent(atMost)}</td>
              </tr>
            ))}
        </Columns>
      }
      plain={{
        heads,
        rows: curve.map(({ day, atLeast, atMost }) => [
          String(day),
          percent(atLeast),
          percent(atMost),
        ]),
      }}
    />
  )
}

/** The bounds of the median in whole days, outwards. */
function medianText({ t }: Text, { median, gone, live }: Times): string {
  if (median === null) return t('insight.median.too-few', { count: gone + live })
  const from = Math.floor(median.from)
  if (median.to === null) return t('insight.median.open', { from, count: gone + live })
  return t('insight.median', { from, to: Math.ceil(median.to), count: gone + live })
}
