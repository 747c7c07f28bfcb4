import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { useNow } from '../surface/index.ts'
import { useStanding } from './desk-context.tsx'
import styles from './offer-list.module.css'
import { OfferRow } from './offer-row.tsx'
import type { Offer, OfferPages } from './queries.ts'

const rowHeight = 92
/** Rows before the end at which the next page is asked for. */
const ahead = 30

export type OfferListProps = {
  pages: OfferPages
  offers: readonly Offer[]
  current: string | undefined
  picked: ReadonlySet<string>
  canPick: boolean
  beside: boolean
  /** True where the most probable stands first, not the newest. */
  probable: boolean
  onPick: (id: string, picked: boolean) => void
}

/** The offers of the queue; only those in sight are there, however many there are. */
export function OfferList(list: OfferListProps): ReactNode {
  const { t } = useText()
  const { pages, offers, current, beside } = list
  const standing = useStanding()
  const scroller = useRef<HTMLDivElement>(null)
  const currentLink = useRef<HTMLAnchorElement>(null)
  const rows = useVirtualizer({
    count: offers.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => offers[index]?.id ?? index,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= offers.length - ahead) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, offers.length])

  const place = offers.findIndex(({ id }) => id === current)
  useEffect(() => {
    if (place === -1) return
    rows.scrollToIndex(place, { align: 'auto' })
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
          const isCurrent = offer.id === current
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
                beside={beside}
                now={now}
                linkRef={isCurrent ? currentLink : null}
                onPick={list.onPick}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
