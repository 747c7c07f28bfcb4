import type { InsightView } from '@touchstone/contract'
import { useMemo, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import { Chart } from './chart.tsx'
import { stackedBars } from './chart-options.ts'
import { FigureCard } from './figure-card.tsx'
import { FigureLink, type Days } from './figure-link.tsx'
import type { InsightFilters } from './search.ts'
import styles from './insight.module.css'
import { shareText } from './share-text.ts'

type CardProps = { insight: InsightView; filters: InsightFilters }
type Takedown = InsightView['takedowns'][number]

const states = ['down', 'up', 'inconclusive', 'unchecked'] as const

const chartHeight = 200

/** The share of listings still down after so many days, with those that nobody checked. */
export function TakedownCard({ insight, filters }: CardProps): ReactNode {
  const text = useText()
  const { t } = text
  const { takedowns, period, before, recordedBefore } = insight
  const title = t('insight.takedowns')
  const option = useMemo(
    () =>
      stackedBars(
        takedowns.map(({ day }) => t('insight.day', { day })),
        states.map((state) => ({
          key: state,
          name: t(`insight.takedown.${state}`),
          values: takedowns.map(({ now }) => now[state]),
        })),
      ),
    [takedowns, t],
  )
  const numbers = takedowns.flatMap(({ now, before: earlier }) =>
    states.map((state) => now[state] + earlier[state]),
  )
  const heads = [
    t('insight.checked-from'),
    t('insight.takedown.share'),
    ...states.map((state) => t(`insight.takedown.${state}`)),
  ]
  const table = (
    of: (takedown: Takedown) => Takedown['now'],
    days: Days,
    when: string,
  ): ReactNode => (
    <Columns caption={`${title}, ${when}`} heads={heads}>
      {takedowns.map((takedown) => (
        <tr key={takedown.day}>
          <th scope="row">{t('insight.day', { day: takedown.day })}</th>
          <td className="figures">{shareText(text, of(takedown).share)}</td>
          {states.map((state) => (
            <td key={state}>
              <FigureLink
                figure={`down-after-${takedown.day}`}
                value={state}
                days={days}
                filters={filters}
                count={of(takedown)[state]}
                label={`${t(`insight.takedown.${state}`)}, ${when}`}
              />
            </td>
          ))}
        </tr>
      ))}
    </Columns>
  )
  return (
    <FigureCard
      title={title}
      definition={t('insight.takedowns.definition')}
      isEmpty={numbers.every((count) => count === 0)}
      empty={t('insight.notices.empty')}
      fileName={`insight-takedowns-${period.to}`}
      summary={table(({ now }) => now, period, t('insight.period'))}
      chart={
        <Chart
          height={chartHeight}
          label={t('insight.chart.takedowns', { figure: title })}
          option={option}
        />
      }
      table={
        <>
          <h3>{t('insight.before')}</h3>
          {recordedBefore ? (
            table(({ before: earlier }) => earlier, before, t('insight.before'))
          ) : (
            <p className={styles.aside}>{t('insight.no-data')}</p>
          )}
        </>
      }
      plain={{
        heads: [
          t('insight.checked-from'),
          ...states.map((state) => t(`insight.takedown.${state}`)),
          ...states.map((state) =>
            t('insight.before.of', { kind: t(`insight.takedown.${state}`) }),
          ),
        ],
        rows: takedowns.map(({ day, now, before: earlier }) => [
          t('insight.day', { day }),
          ...states.map((state) => String(now[state])),
          ...states.map((state) =>
            recordedBefore ? String(earlier[state]) : t('insight.no-data'),
          ),
        ]),
      }}
    />
  )
}
