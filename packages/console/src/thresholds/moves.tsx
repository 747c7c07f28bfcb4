import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Columns, Failed, Loading, VerdictMark } from '../surface/index.ts'
import type { Preview } from './queries.ts'
import styles from './thresholds.module.css'

type MovesProps = {
  preview: UseQueryResult<Preview>
  /** False where the thresholds are those that hold. */
  proposed: boolean
  /** False while they are still being moved. */
  isRested: boolean
}

/** What the proposed thresholds would change of the offers that are kept. */
export function Moves({ preview, proposed, isRested }: MovesProps): ReactNode {
  const { t } = useText()
  const isOld = !isRested || preview.isPlaceholderData
  return (
    <section
      className={styles.moves}
      aria-label={t('thresholds.preview')}
      aria-busy={proposed && isOld}
    >
      <h4>{t('thresholds.preview')}</h4>
      <p className={styles.count} role="status">
        {!proposed && t('thresholds.preview.same')}
        {proposed && !isOld && preview.data && <Sum {...preview.data} />}
      </p>
      {proposed && preview.isError && (
        <Failed error={preview.error} retry={() => void preview.refetch()} />
      )}
      {proposed && !preview.isError && preview.data === undefined && <Loading />}
      {proposed && preview.data && (
        <div data-old={isOld || undefined}>
          <Table {...preview.data} />
          <Decided {...preview.data} />
        </div>
      )}
    </section>
  )
}

function Sum({ count, more }: Preview): ReactNode {
  const { t } = useText()
  if (count === 0) return t('thresholds.preview.nothing')
  return t(more ? 'thresholds.preview.more' : 'thresholds.preview.count', { count })
}

function Table({ moves, brands }: Preview): ReactNode {
  const { t, number } = useText()
  if (moves.length === 0) return null
  return (
    <>
      <Columns
        caption={t('thresholds.preview')}
        heads={[
          ...[t('thresholds.move.from'), t('thresholds.move.to')],
          ...[t('thresholds.move.offers'), t('thresholds.move.examples')],
        ]}
      >
        {moves.map(({ from, to, count, examples }) => (
          <tr key={`${from} ${to}`}>
            <td>
              <VerdictMark verdict={from} />
            </td>
            <td>
              <VerdictMark verdict={to} />
            </td>
            <td className="figures">{number(count)}</td>
            <td>
              <details>
                <summary>{t('thresholds.examples', { count: examples.length })}</summary>
                <ul className={styles.examples}>
                  {examples.map(({ id, title, percent }) => (
                    <li key={id}>
                      <Link to="/offers/$id" params={{ id }} className="stranger" dir="auto">
                        {title === '' ? t('offer.untitled') : title}
                      </Link>{' '}
                      <span className="figures">{t('thresholds.percent', { percent })}</span>
                    </li>
                  ))}
                </ul>
              </details>
            </td>
          </tr>
        ))}
      </Columns>
      {brands.length > 1 && (
        <details>
          <summary>{t('thresholds.by-brand.moves', { count: brands.length })}</summary>
          <ul className={styles.examples}>
            {brands.map(({ brand, moves: own }) => (
              <li key={brand ?? ''}>
                <strong className="stranger">{brand ?? t('thresholds.no-brand-named')}</strong>{' '}
                {own
                  .map(
                    ({ from, to, count }) =>
                      `${t(`verdict.${from}`)} → ${t(`verdict.${to}`)}: ${number(count)}`,
                  )
                  .join(' · ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** How many of the offers that people looked at would be treated otherwise. */
function Decided({ decided, leastDecided }: Preview): ReactNode {
  const { t, percent } = useText()
  const range = (share: { low: number; high: number } | null): string =>
    share === null
      ? t('thresholds.not-known', { least: leastDecided })
      : t('thresholds.range', { low: percent(share.low), high: percent(share.high) })
  return (
    <dl className={styles.decided}>
      {decided.map(({ decision, decided: all, graver, milder }) => (
        <div key={decision}>
          <dt>{t(`thresholds.decided.${decision}`, { count: all })}</dt>
          <dd>
            {t('thresholds.graver', { count: graver.count, range: range(graver.share) })}
            {' · '}
            {t('thresholds.milder', { count: milder.count, range: range(milder.share) })}
          </dd>
        </div>
      ))}
    </dl>
  )
}
