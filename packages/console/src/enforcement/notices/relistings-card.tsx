import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { ListingImage } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './notices.module.css'
import { useReturned, type NoticeDetailView } from './notice-queries.ts'

/** Relistings after a notice, each beside the original listing. */
export function RelistingsCard({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const returned = useReturned(notice.id, true)
  return (
    <Card title={t('notice.relistings')} lead={t('notice.relistings.description')}>
      {!returned.isSuccess && <QueryStatus query={returned} />}
      {returned.data?.length === 0 && <p className={styles.fine}>{t('notice.relistings.none')}</p>}
      <ul className={styles.returned}>
        {returned.data?.map(({ listing, marketplace, externalId, seenAt, as, item }) => {
          const before = notice.listings[item]
          return (
            <li key={listing}>
              <div className={styles.line}>
                <StateMark tone="waiting">{t(`relisting-basis.${as}`)}</StateMark>
                <Moment at={seenAt} />
              </div>
              <div className={styles.both}>
                {before && (
                  <figure>
                    <ListingImage listing={before.listing} title={before.externalId} />
                    <figcaption>
                      {t('notice.relistings.before')}{' '}
                      <Link to="/listings/$id" params={{ id: before.listing }} className="stranger">
                        {marketplaceName(before.marketplace)} · {before.externalId}
                      </Link>
                    </figcaption>
                  </figure>
                )}
                <figure>
                  <ListingImage listing={listing} title={externalId} />
                  <figcaption>
                    {t('notice.relistings.now')}{' '}
                    <Link to="/listings/$id" params={{ id: listing }} className="stranger">
                      {marketplaceName(marketplace)} · {externalId}
                    </Link>
                  </figcaption>
                </figure>
              </div>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
