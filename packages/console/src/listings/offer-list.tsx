import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { useNow } from '../surface/index.ts'
import { useStanding } from './desk-context.tsx'
import type { ListedOffer } from './listed.ts'
import styles from './offer-list.module.css'
import { OfferRow } from './offer-row.tsx'
import type { OfferPages } from './queries.ts'

const rowHeight = 92
/** Rows before the end at which the next page is asked for; who has begun to scroll scrolls on. */
const [ahead, aheadOfScroll] = [30, 300]

export type OfferListProps = {
  pages: OfferPages
  offers: readonly ListedOffer[]
  /** Of the current offer, -1 where it is not loaded. */
  place: number
  picked: ReadonlySet<string>
  canPick: boolean
  beside: boolean
  /** True where the most probable stands first, not the newest. */
  probable: boolean
  addressOf: (id: string) => string
  onOpen: (offer: ListedOffer) => void
  onPick: (id: string, picked: boolean) => void
}

/** The offers of the queue; only those in sight are there, however many there are. */
export function OfferList(list: OfferListProps): ReactNode {
  const { t } = useText()
  const { pages, offers, place, beside } = list
  const standing = useStanding()
  const scroller = useRef<HTMLDivElement>(null)
  const currentLink = useRef<HTMLAnchorElement>(null)
  // Another function would have all places reckoned anew, at each scroll.
  const getItemKey = useCallback((index: number) => offers[index]?.id ?? index, [offers])
  const rows = useVirtualizer({
    count: offers.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 5,
    getItemKey,
  })
  const items = rows.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const wanted = last + (first === 0 ? ahead : aheadOfScroll)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && wanted >= offers.length) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, wanted, offers.length])

  useEffect(() => {
    if (place === -1) return
    if (place > 0 || rows.scrollOffset) rows.scrollToIndex(place, { align: 'auto' })
    // The focus goes along only where it was in the list, or nowhere.
    const { activeElement } = document
    const free = activeElement === document.body || scroller.current?.contains(activeElement)
    if (free && beside) currentLink.current?.focus({ preventScroll: true })
  }, [place, rows, beside])

  const now = useNow()
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="list"
      aria-label={t(list.probable ? 'queue.list.probable' : 'queue.list')}
      aria-busy={pages.isFetching}
    >
      <div className={styles.all} style={{ height: rows.getTotalSize() }} role="presentation">
        {items.map(({ index, start, key }) => {
          const offer = offers[index]
          if (offer === undefined) return null
          const isCurrent = index === place
          return (
            <div
              key={key}
              role="listitem"
              aria-posinset={index + 1}
              aria-setsize={hasNextPage ? -1 : offers.length}
              className={styles.place}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <OfferRow
                offer={offer}
                isCurrent={isCurrent}
                isPicked={list.picked.has(offer.id)}
                decided={standing(offer)?.verdict}
                canPick={list.canPick}
                now={now}
                address={list.addressOf(offer.id)}
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
