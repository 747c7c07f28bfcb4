import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StoredSentence } from '../../components/index.ts'
import { ListingName } from './listing-name.tsx'
import { TakedownCheckMark } from './takedown-check-mark.tsx'
import styles from './notices.module.css'
import type { NoticeDetailView } from './notice-queries.ts'

/** The last known status of each listing; only "gone" means that it was taken down. */
export function ListingsCard({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t } = useText()
  const { listings, content } = notice
  return (
    <Card
      title={t('notice.items', { count: listings.length })}
      lead={t('notice.gone', { gone: notice.gone, all: listings.length })}
    >
      <ul className={styles.listings} aria-label={t('notice.items.list')}>
        {listings.map((noticeListing, place) => {
          const { listing, externalId, title, look, checkedAt, sentence, goneAt } = noticeListing
          const item = content.items[place]
          return (
            <li key={listing}>
              <ListingThumbnail listing={listing} title={title ?? externalId} />
              <div className={styles.itemWords}>
                <ListingName {...noticeListing} />
                <span className={styles.line}>
                  <TakedownCheckMark look={look} />
                  {checkedAt === null ? (
                    <span className={styles.fine}>{t('notice.takedown-check.none')}</span>
                  ) : (
                    <Moment at={checkedAt} />
                  )}
                </span>
                {sentence !== null && (
                  <span className={styles.fine}>
                    <StoredSentence text={sentence} />
                  </span>
                )}
                {goneAt !== null && (
                  <span className={styles.fine}>
                    {t('notice.gone-since')} <Moment at={goneAt} />
                  </span>
                )}
                {item?.reasons !== undefined && (
                  <span className={`${styles.quoted} stranger`}>{item.reasons}</span>
                )}
                {item?.capture !== undefined && (
                  <Link to="/captures/$id" params={{ id: item.capture }}>
                    {t('notice.capture.open')}
                  </Link>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
