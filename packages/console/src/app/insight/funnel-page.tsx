import { Link } from '@tanstack/react-router'
import type { FunnelView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Denied, Empty, Page, QueryStatus } from '../../components/index.ts'
import styles from './funnel.module.css'
import { useFunnel } from './queries.ts'
import { queueName } from './queue-name.ts'
import { AuditedFigure, ShareFigure } from './share-figure.tsx'
import { roundedRate, ThresholdCard } from './threshold-card.tsx'

/** What each review queue holds, how often it is right, and what its threshold costs. */
export function FunnelPage(): ReactNode {
  const { t } = useText()
  const { seeQuality } = permissionsOf(useMember())
  if (seeQuality) return <Queues />
  return (
    <Page title={t('funnel.title')}>
      <Denied>{t('funnel.denied')}</Denied>
    </Page>
  )
}

function Queues(): ReactNode {
  const { t, day } = useText()
  const funnel = useFunnel()
  const period = funnel.data && {
    from: day(funnel.data.period.from),
    to: day(funnel.data.period.to),
  }
  return (
    <Page title={t('funnel.title')} lead={period && t('funnel.description', period)}>
      {funnel.isSuccess ? <Cards funnel={funnel.data} /> : <QueryStatus query={funnel} />}
    </Page>
  )
}

function Cards({ funnel }: { funnel: FunnelView }): ReactNode {
  const { t } = useText()
  const { incoming, counterfeit, honest } = funnel
  if (incoming + counterfeit + honest === 0) {
    return <Empty title={t('funnel.empty')}>{t('funnel.empty.text')}</Empty>
  }
  return (
    <>
      <QueueSizes funnel={funnel} />
      {funnel.queues.some(({ blind }) => blind !== null) && <ExpectedPrecision funnel={funnel} />}
      <ThresholdCard funnel={funnel} />
    </>
  )
}

function QueueSizes({ funnel }: { funnel: FunnelView }): ReactNode {
  const text = useText()
  const { t, number, day } = text
  const { incoming, incomingMore, counterfeit, honest, decidedSince } = funnel
  const title = t('funnel.queues')
  return (
    <Card title={title} lead={t('funnel.queues.description', { since: day(decidedSince) })}>
      <p className={styles.statement}>
        {t('funnel.basis.decided', { incoming, counterfeit, honest })}{' '}
        {incomingMore && t('funnel.more')}
      </p>
      <Columns
        wide
        caption={title}
        heads={[
          t('funnel.queue'),
          t('funnel.per-day'),
          t('funnel.precision'),
          t('funnel.counterfeits-held'),
          t('funnel.honest-held'),
        ]}
      >
        {funnel.queues.map(({ queue, perDay, precision, counterfeitsHeld, honestHeld }) => (
          <tr key={queue}>
            <th scope="row">{queueName(text, queue)}</th>
            <td className="figures">{number(roundedRate(perDay))}</td>
            <td>
              <ShareFigure share={precision} queue={queue} />
            </td>
            <td>
              <ShareFigure share={counterfeitsHeld} queue={queue} />
            </td>
            <td>
              <ShareFigure share={honestHeld} queue={queue} />
            </td>
          </tr>
        ))}
      </Columns>
      {funnel.queues.some(({ queue }) => queue === 'sellers') && (
        <p className={styles.fine}>{t('funnel.sellers-basis')}</p>
      )}
      <p className={styles.fine}>{t('funnel.bias')}</p>
    </Card>
  )
}

/** By blind audits: what would be right if counterfeits were rarer, or more frequent. */
function ExpectedPrecision({ funnel }: { funnel: FunnelView }): ReactNode {
  const text = useText()
  const { t, percent, number } = text
  const audited = funnel.queues.flatMap(({ blind }) => blind ?? [])
  const shares = audited[0]?.expected.map(({ incomingShare }) => incomingShare) ?? []
  const title = t('funnel.expected')
  return (
    <Card title={title} lead={t('funnel.expected.description')}>
      <Columns
        wide
        caption={title}
        heads={[
          t('funnel.queue'),
          t('funnel.expected.recall'),
          ...shares.map((share) => t('funnel.expected.at', { share: percent(share) })),
          t('funnel.expected.basis'),
        ]}
      >
        {audited.map(({ queue, recall, expected, settled, counterfeits }) => (
          <tr key={queue}>
            <th scope="row">{queueName(text, queue)}</th>
            {recall.known || expected.some(({ precision }) => precision.known) ? (
              <>
                <td>
                  <AuditedFigure figure={recall} />
                </td>
                {expected.map(({ incomingShare, precision }) => (
                  <td key={incomingShare}>
                    <AuditedFigure figure={precision} />
                  </td>
                ))}
              </>
            ) : (
              // All figures lack the same listings: said once.
              <td colSpan={expected.length + 1}>
                <AuditedFigure figure={expected[0]?.precision ?? recall} />
              </td>
            )}
            <td className={styles.fine}>
              {t('funnel.expected.listings', {
                settled: number(settled),
                counterfeits: number(counterfeits),
              })}
            </td>
          </tr>
        ))}
      </Columns>
      <p className={styles.fine}>
        <Link to="/blind-audit/results">{t('funnel.expected.link')}</Link>
      </p>
    </Card>
  )
}
