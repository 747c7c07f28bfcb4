import type { DecisionVerdict } from '@touchstone/contract'
import { Link } from '@tanstack/react-router'
import { memo, type MouseEvent, type ReactNode, type Ref } from 'react'
import { useBrandName, useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { DecisionMark, VerdictMark } from '../../components/index.ts'
import { priorText } from './prior-text.ts'
import type { QueueListing } from './queue-listings.ts'
import { VisibleText } from '../../assessment/index.ts'
import styles from './queue-list.module.css'

export type ListingRowProps = {
  listing: QueueListing
  isCurrent: boolean
  isPicked: boolean
  decided: DecisionVerdict | undefined
  canPick: boolean
  /** As a card of the grid, with a large picture. */
  isCard: boolean
  now: number
  address: string
  linkRef: Ref<HTMLAnchorElement>
  onOpen: (listing: QueueListing) => void
  onPick: (id: string, picked: boolean) => void
}

export const QueueRow = memo(function ListingRow(row: ListingRowProps): ReactNode {
  const text = useText()
  const { t, probability, money, ago } = text
  const marketplaceName = useMarketplaceName()
  const brandName = useBrandName()
  const { listing, isCurrent, isPicked, isCard, decided } = row
  const { id, marketplace, price, brands, judged, firstSeenAt, seller } = listing
  const prior = listing.sellerPrior
  const ranked = prior?.probability
  const title = listing.title === '' ? t('listing.untitled') : listing.title
  const details = [
    listing.withdrawnAt !== null && t('queue.withdrawn.yes'),
    // The reason for its place in the learned order.
    prior && t('queue.prior.short', { confirmed: prior.confirmed, cleared: prior.cleared }),
    // First, since the end of the line is cut where the list is narrow.
    price && money(price.amount, price.currency),
    brands.map(brandName).join(', '),
    marketplace && marketplaceName(marketplace),
    listing.sellerAccount === null ? seller?.slice(0, 60) : undefined,
  ]
  const open = (event: MouseEvent): void => {
    // With a modifier key the link opens a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    row.onOpen(listing)
  }
  return (
    <div
      className={isCard ? styles.card : styles.row}
      data-current={isCurrent}
      data-decided={decided !== undefined}
      data-plain={!row.canPick}
      data-seller={listing.sellerAccount !== null}
    >
      {row.canPick && (
        <input
          type="checkbox"
          className={styles.pick}
          aria-label={t('queue.select', { title: title.slice(0, 80) })}
          checked={isPicked}
          onChange={({ currentTarget }) => row.onPick(id, currentTarget.checked)}
        />
      )}
      <a
        ref={row.linkRef}
        className={styles.link}
        href={row.address}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={open}
      >
        <span className={styles.picture}>
          <ListingThumbnail listing={id} title={title} size={isCard ? 'fill' : 'row'} />
        </span>
        <span className={styles.words}>
          <span className={styles.top}>
            <VerdictMark verdict={judged?.verdict} />
            {judged && (
              <span className={`${styles.share} figures`}>{probability(judged.probability)}</span>
            )}
            {ranked != null && prior && (
              <span className="figures" title={priorText(text, prior)}>
                → {probability(ranked)}
              </span>
            )}
            {decided && <DecisionMark verdict={decided} />}
            <span className={styles.when}>{ago(firstSeenAt, row.now)}</span>
          </span>
          <span className={styles.title} dir="auto">
            <VisibleText text={title.slice(0, 300)} />
          </span>
          <span className={styles.details}>
            {details
              .filter((part) => part !== undefined && part !== false && part !== '')
              .join(' · ')}
          </span>
        </span>
      </a>
      {listing.sellerAccount !== null && (
        <Link
          to="/sellers/$id"
          params={{ id: listing.sellerAccount }}
          className={styles.seller}
          // The keys go from row to row; Tab reaches the seller from the listing beside the list.
          tabIndex={-1}
        >
          <VisibleText text={(seller ?? t('listing.seller')).slice(0, 60)} />
        </Link>
      )}
    </div>
  )
})
