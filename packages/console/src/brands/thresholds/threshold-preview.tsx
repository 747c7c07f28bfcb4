import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Failed, Loading, VerdictMark } from '../../components/index.ts'
import type { Preview } from './queries.ts'
import styles from './thresholds.module.css'

type MovesProps = {
  preview: UseQueryResult<Preview>
  /** False for the thresholds in force. */
  proposed: boolean
  /** False while a slider is being moved. */
  isRested: boolean
}

/** The effect of the proposed thresholds on stored listings. */
export function VerdictChanges({ preview, proposed, isRested }: MovesProps): ReactNode {
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
        {proposed && !isOld && preview.data && <ChangedListings {...preview.data} />}
      </p>
      {proposed && preview.isError && (
        <Failed error={preview.error} retry={() => void preview.refetch()} />
      )}
      {proposed && !preview.isError && preview.data === undefined && <Loading />}
      {proposed && preview.data && (
        <div data-old={isOld || undefined}>
          <MoveList {...preview.data} />
          <DecidedListings {...preview.data} />
        </div>
      )}
    </section>
  )
}

function ChangedListings({ count, more }: Preview): ReactNode {
  const { t } = useText()
  if (count === 0) return t('thresholds.preview.nothing')
  return t(more ? 'thresholds.preview.more' : 'thresholds.preview.count', { count })
}

function MoveList({ moves, brands }: Preview): ReactNode {
  const { t, number } = useText()
  if (moves.length === 0) return null
  return (
    <>
      <ul className={styles.list}>
        {moves.map(({ from, to, count, examples }) => (
          <li key={`${from} ${to}`}>
            <span className={styles.move}>
              <VerdictMark verdict={from} />
              <span aria-hidden="true">→</span>
              <span className="only-read-aloud">{t('thresholds.move.to')}</span>
              <VerdictMark verdict={to} />
              <strong className="figures">
                {t('thresholds.listings', { count, number: number(count) })}
              </strong>
            </span>
            <details>
              <summary>{t('thresholds.examples', { count: examples.length })}</summary>
              <ul className={styles.examples}>
                {examples.map(({ id, title, percent }) => (
                  <li key={id}>
                    <Link to="/listings/$id" params={{ id }} className="stranger" dir="auto">
                      {title === '' ? t('listing.untitled') : title}
                    </Link>{' '}
                    <span className="figures">{t('thresholds.percent', { percent })}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
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

/** How many of the listings with a decision would get another verdict. */
function DecidedListings({ decided, leastDecided }: Preview): ReactNode {
  const { t, percent } = useText()
  const range = (share: { low: number; high: number } | null): string =>
    share === null
      ? t('thresholds.share-unknown', { least: leastDecided })
      : t('thresholds.range', { low: percent(share.low), high: percent(share.high) })
  return (
    <dl className={styles.decided}>
      {decided.map(({ decision, decided: all, graver, milder }) => (
        <div key={decision}>
          <dt>{t(`thresholds.decided.${decision}`, { count: all })}</dt>
          {all > 0 && (
            <dd>
              {t('thresholds.stricter', { count: graver.count, range: range(graver.share) })}
              {' · '}
              {t('thresholds.more-lenient', { count: milder.count, range: range(milder.share) })}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
