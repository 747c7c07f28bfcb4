import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FunnelView } from '@touchstone/contract'
import { useMemo, useState, type ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import { Columns } from '../../components/index.ts'
import { Chart } from './chart.tsx'
import { shareLines } from './chart-options.ts'
import { FigureCard } from './figure-card.tsx'
import styles from './funnel.module.css'
import { queueName, type Queue } from './queue-name.ts'
import { ShareFigure, shareLine } from './share-figure.tsx'

type Point = Queue['curve'][number]

const chartHeight = 260

/** What another threshold would cost, for one queue at a time. */
export function ThresholdCard({ funnel }: { funnel: FunnelView }): ReactNode {
  const text = useText()
  const { t } = text
  const [chosen, setChosen] = useState<Queue['queue']>('review')
  const queue = funnel.queues.find((one) => one.queue === chosen) ?? funnel.queues[0]
  if (queue === undefined) return null
  return (
    <>
      <h2 className={styles.heading}>{t('funnel.thresholds')}</h2>
      <p className={styles.lead}>
        {t('funnel.thresholds.description')}{' '}
        <Link to="/thresholds">{t('funnel.thresholds.link')}</Link>
      </p>
      <SegmentedControl
        className={styles.chooser}
        size="xs"
        aria-label={t('funnel.queue')}
        value={queue.queue}
        data={funnel.queues.map((one) => ({ value: one.queue, label: queueName(text, one.queue) }))}
        onChange={(value) => {
          const next = funnel.queues.find((one) => one.queue === value)
          if (next !== undefined) setChosen(next.queue)
        }}
      />
      <QueueThresholds key={queue.queue} queue={queue} days={funnel.days} />
    </>
  )
}

function QueueThresholds({ queue, days }: { queue: Queue; days: number }): ReactNode {
  const text = useText()
  const { t, number, percent } = text
  const { curve } = queue
  const isOfSellers = queue.queue === 'sellers'
  const title = t('funnel.thresholds.of', { queue: queueName(text, queue.queue) })
  const names = useMemo(() => [t('funnel.precision'), t('funnel.counterfeits-held')] as const, [t])
  const isDrawn = curve.some(
    ({ precision, counterfeitsHeld }) => precision.known || counterfeitsHeld.known,
  )
  const option = useMemo(
    () =>
      shareLines(
        curve.map(({ threshold }) => threshold),
        [
          { name: names[0], values: curve.map(({ precision }) => valueOf(precision)) },
          { name: names[1], values: curve.map((point) => valueOf(point.counterfeitsHeld)) },
        ],
        percent,
      ),
    [curve, names, percent],
  )
  const heads = [t('funnel.threshold'), t('funnel.per-day'), ...names, t('funnel.honest-held')]
  const perDay = ({ held }: Point): string => number(roundedRate(held / days))
  const nameOf = ({ threshold, isCurrent }: Point): string => {
    const from = t('funnel.threshold.from', { percent: percent(threshold / 100) })
    return isCurrent ? t('funnel.threshold.current', { threshold: from }) : from
  }
  const table = (
    <Columns wide caption={title} heads={heads}>
      {curve.map((point) => (
        <tr key={point.threshold} data-current={point.isCurrent}>
          <th scope="row">{nameOf(point)}</th>
          <td className="figures">{perDay(point)}</td>
          <td>
            <ShareFigure share={point.precision} queue={queue.queue} />
          </td>
          <td>
            <ShareFigure share={point.counterfeitsHeld} queue={queue.queue} />
          </td>
          <td>
            <ShareFigure share={point.honestHeld} queue={queue.queue} />
          </td>
        </tr>
      ))}
    </Columns>
  )
  return (
    <FigureCard
      title={title}
      definition={definitionOf(text, queue.queue)}
      isEmpty={false}
      empty=""
      fileName={`funnel-${queue.queue}`}
      summary={
        <p className={styles.statement}>
          {t(isOfSellers ? 'funnel.held.sellers' : 'funnel.held', {
            rate: roundedRate(queue.perDay),
          })}
        </p>
      }
      chart={
        isDrawn ? (
          <Chart
            height={chartHeight}
            label={t('funnel.chart', { figure: title })}
            option={option}
          />
        ) : undefined
      }
      table={table}
      plain={{
        heads,
        rows: curve.map((point) => [
          nameOf(point),
          perDay(point),
          shareLine(text, { share: point.precision, queue: queue.queue }),
          shareLine(text, { share: point.counterfeitsHeld, queue: queue.queue }),
          shareLine(text, { share: point.honestHeld, queue: queue.queue }),
        ]),
      }}
    />
  )
}

function definitionOf({ t }: Pick<Text, 't'>, queue: Queue['queue']): string {
  switch (queue) {
    case 'impossible-price':
      return t('funnel.thresholds.impossible-price')
    case 'sellers':
      return t('funnel.thresholds.sellers')
    case 'block':
    case 'review':
    case 'ask-proof':
      return t('funnel.thresholds.definition')
  }
}

/** Unknown shares are left out of the line. */
function valueOf(share: Point['precision']): number {
  return share.known ? share.value : Number.NaN
}

/** One digit where a whole number would hide what comes in on some days only. */
export function roundedRate(rate: number): number {
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)
}
