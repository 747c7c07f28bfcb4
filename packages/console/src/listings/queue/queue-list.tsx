import { useEffect, useRef, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useNow } from '../../surface/index.ts'
import { useCurrentDecision } from '../../review/decisions/index.ts'
import type { QueueListing } from './queue-listings.ts'
import styles from './queue-list.module.css'
import { QueueRow } from './queue-row.tsx'
import type { ListingPages } from '../queries.ts'
import { useRowsInSight } from './visible-rows.ts'

const rowHeight = 92
/** Rows before the end at which the next page loads: earlier while scrolling. */
const [ahead, aheadOfScroll] = [20, 300]

export type ListingListProps = {
  pages: ListingPages
  listings: readonly QueueListing[]
  /** Index of the current listing; -1 if not loaded. */
  place: number
  picked: ReadonlySet<string>
  canPick: boolean
  beside: boolean
  /** True if sorted by probability, not by arrival. */
  probable: boolean
  addressOf: (id: string) => string
  onOpen: (listing: QueueListing) => void
  onPick: (id: string, picked: boolean) => void
}

/** The queue as a virtual list: only visible rows are in the DOM. */
export function QueueList(list: ListingListProps): ReactNode {
  const { t } = useText()
  const { pages, listings, place, beside } = list
  const standing = useCurrentDecision()
  const scroller = useRef<HTMLDivElement>(null)
  const currentLink = useRef<HTMLAnchorElement>(null)
  const { first, last, show } = useRowsInSight({
    scroller,
    count: listings.length,
    height: rowHeight,
  })
  const wanted = last + (first === 0 ? ahead : aheadOfScroll)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && wanted >= listings.length) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, wanted, listings.length])

  useEffect(() => {
    if (place === -1) return
    show(place)
    // Moves the focus only if it was in the list or nowhere.
    const { activeElement } = document
    const free = activeElement === document.body || scroller.current?.contains(activeElement)
    if (free && beside) currentLink.current?.focus({ preventScroll: true })
  }, [place, show, beside])

  const now = useNow()
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="list"
      aria-label={t(list.probable ? 'queue.list.probable' : 'queue.list')}
      aria-busy={pages.isFetching}
    >
      <div
        className={styles.all}
        style={{ height: listings.length * rowHeight }}
        role="presentation"
      >
        {listings.slice(first, last + 1).map((listing, at) => {
          const index = first + at
          const isCurrent = index === place
          return (
            <div
              key={listing.id}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={hasNextPage ? -1 : listings.length}
              className={styles.place}
              style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
            >
              <QueueRow
                listing={listing}
                isCurrent={isCurrent}
                isPicked={list.picked.has(listing.id)}
                decided={standing(listing)?.verdict}
                canPick={list.canPick}
                now={now}
                address={list.addressOf(listing.id)}
                linkRef={isCurrent ? currentLink : null}
                onOpen={list.onOpen}
                onPick={list.onPick}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
