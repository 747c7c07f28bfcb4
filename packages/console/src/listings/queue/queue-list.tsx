import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useText } from '../../messages/index.ts'
import { useNow } from '../../components/index.ts'
import { useCurrentDecision } from '../../review/decisions/index.ts'
import type { QueueListing } from './queue-listings.ts'
import styles from './queue-list.module.css'
import { QueueRow } from './queue-row.tsx'
import type { ListingPages } from '../queries.ts'
import { useRowsInSight } from './visible-rows.ts'

const rowHeight = 92
/** Of a card of the grid: a picture, three lines, its margins. */
const cardHeight = 262
const cardWidth = 168
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
  /** As cards with large pictures, some beside each other. */
  isGrid: boolean
  /** True if sorted by probability, not by arrival. */
  probable: boolean
  addressOf: (id: string) => string
  onOpen: (listing: QueueListing) => void
  onPick: (id: string, picked: boolean) => void
}

/** The queue as a virtual list: only visible rows are in the DOM. */
export function QueueList(list: ListingListProps): ReactNode {
  const { t } = useText()
  const { pages, listings, place, beside, isGrid } = list
  const currentDecision = useCurrentDecision()
  const scroller = useRef<HTMLDivElement>(null)
  const currentLink = useRef<HTMLAnchorElement>(null)
  const width = useWidth(scroller)
  const columns = isGrid ? Math.max(2, Math.floor(width / cardWidth)) : 1
  const height = isGrid ? cardHeight : rowHeight
  const rows = Math.ceil(listings.length / columns)
  const sight = useRowsInSight({ scroller, count: rows, height })
  const { show } = sight
  const [first, last] = [sight.first * columns, (sight.last + 1) * columns - 1]
  const wanted = last + (first === 0 ? ahead : aheadOfScroll)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && wanted >= listings.length) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, wanted, listings.length])

  useEffect(() => {
    if (place === -1) return
    show(Math.floor(place / columns))
    // Moves the focus only if it was in the list or nowhere.
    const { activeElement } = document
    const free = activeElement === document.body || scroller.current?.contains(activeElement)
    if (free && beside) currentLink.current?.focus({ preventScroll: true })
  }, [place, columns, show, beside])

  const now = useNow()
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-grid={isGrid}
      role="list"
      aria-label={t(list.probable ? 'queue.list.probable' : 'queue.list')}
      aria-busy={pages.isFetching}
    >
      <div className={styles.all} style={{ height: rows * height }} role="presentation">
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
              style={{
                height,
                width: `${100 / columns}%`,
                transform: `translate(${(index % columns) * 100}%, ${Math.floor(index / columns) * height}px)`,
              }}
            >
              <QueueRow
                listing={listing}
                isCurrent={isCurrent}
                isPicked={list.picked.has(listing.id)}
                decided={currentDecision(listing)?.verdict}
                canPick={list.canPick}
                isCard={isGrid}
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

/** How wide an element is, before it is first shown and whenever that changes. */
function useWidth(of: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = of.current
    if (element === null) return
    const sizes = new ResizeObserver(() => setWidth(element.clientWidth))
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [of])
  return width
}
