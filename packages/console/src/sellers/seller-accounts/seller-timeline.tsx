import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBrandNames } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Moment, More, QueryStatus } from '../../components/index.ts'
import { useSellerTimeline, type SellerTimelineEntry } from './queries.ts'
import styles from './sellers.module.css'
import { useTerms } from './terms.ts'

/** Events about a seller, newest first. */
export function SellerTimeline({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const pages = useSellerTimeline(id)
  if (!pages.isSuccess) return <QueryStatus query={pages} />
  const entries = pages.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0)
    return <p className={styles.none}>{t('seller-account.timeline.none')}</p>
  return (
    <>
      <ol className={styles.trail} aria-label={t('seller-account.timeline')}>
        {entries.map((entry) => (
          <li key={`${entry.kind} ${entry.subject} ${entry.at}`}>
            <EventText entry={entry} /> <Subject entry={entry} />
            <span className={styles.when}>
              <Moment at={entry.at} />
            </span>
          </li>
        ))}
      </ol>
      <More pages={pages} />
    </>
  )
}

function EventText({ entry: { kind, value } }: { entry: SellerTimelineEntry }): ReactNode {
  const { t } = useText()
  const terms = useTerms()
  const brandNames = useBrandNames()
  const words: Partial<Record<typeof kind, (code: string) => string>> = {
    decided: terms.decision,
    'decision-withdrawn': terms.decision,
    'notice-sent': terms.ground,
    'notice-decided': terms.noticeOutcome,
    'notice-withdrawn': terms.withdrawalCause,
    restricted: terms.measure,
    'restriction-ended': terms.ended,
    'appeal-decided': terms.appealOutcome,
    'proof-requested': (brand) => brandNames?.get(brand) ?? brand,
    cleared: (brand) => brandNames?.get(brand) ?? brand,
    'clearance-revoked': (brand) => brandNames?.get(brand) ?? brand,
  }
  const happened = t(`seller-event.${kind}`)
  if (value === null) return happened
  return t('seller-event.with', { happened, what: words[kind]?.(value) ?? value })
}

function Subject({ entry: { kind, subject, title } }: { entry: SellerTimelineEntry }): ReactNode {
  const { t } = useText()
  switch (kind) {
    case 'listing-seen':
    case 'decided':
    case 'decision-withdrawn':
      return (
        <Link to="/listings/$id" params={{ id: subject }} className="stranger">
          <VisibleText text={title === null || title === '' ? t('listing.untitled') : title} />
        </Link>
      )
    case 'case-opened':
    case 'case-closed':
      return (
        <Link to="/cases/$id" params={{ id: subject }} className="stranger">
          {title ?? t('seller-account.case')}
        </Link>
      )
    case 'notice-sent':
    case 'notice-decided':
    case 'notice-withdrawn':
      return (
        <Link to="/notices/$id" params={{ id: subject }}>
          {t('seller-account.show')}
        </Link>
      )
    default:
      return title !== null && title !== '' && <VisibleText text={title} />
  }
}
