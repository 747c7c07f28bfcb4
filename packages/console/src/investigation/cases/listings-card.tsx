import { Button, Checkbox, Switch } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import {
  type CaptureRequest,
  type CaseDetailView,
  type CaseListingView,
  type useCaseListings,
} from '../case-components/index.ts'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Empty, Moment, More, QueryStatus } from '../../components/index.ts'
import styles from './case-page.module.css'

export type ListingsCardProps = {
  kase: CaseDetailView
  pages: ReturnType<typeof useCaseListings>
  /** The listing that keyboard navigation starts from. */
  current: string | undefined
  picked: ReadonlySet<string>
  blur: boolean
  mayWork: boolean
  mayCapture: boolean
  onBlur: (blur: boolean) => void
  onPick: (id: string, picked: boolean) => void
  onPickAll: (picked: boolean) => void
  onRemove: () => void
  onSplit: () => void
  onCapture: (request: CaptureRequest) => void
}

/** Listings of a case with pictures, and actions on the selected ones. */
export function ListingsCard(card: ListingsCardProps): ReactNode {
  const { t } = useText()
  const { kase, pages, picked, blur, mayWork } = card
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card
      title={`${t('case.listings')} (${kase.listings})`}
      actions={
        items.length > 0 && (
          <Switch
            label={t('case.blur')}
            checked={blur}
            onChange={({ currentTarget }) => card.onBlur(currentTarget.checked)}
          />
        )
      }
    >
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {pages.isSuccess && items.length === 0 && (
        <Empty title={t('case.listings.empty')}>{t('case.listings.empty.text')}</Empty>
      )}
      {mayWork && items.length > 0 && (
        <div className={styles.bar}>
          <Checkbox
            size="xs"
            label={
              picked.size === 0
                ? t('case.listing.pick-all')
                : t('bulk.selected', { count: picked.size })
            }
            checked={picked.size > 0 && picked.size === items.length}
            indeterminate={picked.size > 0 && picked.size < items.length}
            onChange={({ currentTarget }) => card.onPickAll(currentTarget.checked)}
          />
          {picked.size > 0 && (
            <>
              <Button size="compact-sm" variant="default" onClick={card.onRemove}>
                {t('case.listing.remove')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={card.onSplit}>
                {t('case.split')}
              </Button>
            </>
          )}
        </div>
      )}
      <ul className={styles.listings} aria-label={t('case.listings')}>
        {items.map((listing) => (
          <Listing key={listing.listing} listing={listing} card={card} />
        ))}
      </ul>
      <More pages={pages} />
    </Card>
  )
}

function Listing({
  listing: caseListing,
  card,
}: {
  listing: CaseListingView
  card: ListingsCardProps
}): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { listing, marketplace, externalId, addedAt, inSight, seller } = caseListing
  const title =
    caseListing.title === null || caseListing.title === ''
      ? t('listing.untitled')
      : caseListing.title
  const short = title.slice(0, 80)
  const capture = async (): Promise<void> => {
    const read = await server.listings.read({ params: { id: listing } })
    card.onCapture({ listing, url: read.listing.url })
  }
  return (
    <li className={styles.listing} data-current={card.current === listing}>
      {card.mayWork && (
        <input
          type="checkbox"
          aria-label={t('case.listing.pick', { title: inSight ? short : externalId })}
          checked={card.picked.has(listing)}
          onChange={({ currentTarget }) => card.onPick(listing, currentTarget.checked)}
        />
      )}
      {inSight && <ListingThumbnail listing={listing} title={short} />}
      <div className={styles.words}>
        {inSight ? (
          <Link to="/listings/$id" params={{ id: listing }} dir="auto" className="stranger">
            <VisibleText text={title.slice(0, 300)} />
          </Link>
        ) : (
          <span className={styles.fine}>{t('case.listing.out-of-sight')}</span>
        )}
        <span className={styles.fine}>
          {marketplaceName(marketplace)} · {externalId} · <Moment at={addedAt} only="day" />
          {seller !== null && (
            <>
              {' · '}
              <Link to="/sellers/$id" params={{ id: seller.account }} className="stranger">
                <VisibleText text={(seller.name ?? t('listing.seller')).slice(0, 80)} />
              </Link>
            </>
          )}
        </span>
      </div>
      {inSight && card.mayCapture && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${t('case.listing.capture')} ${short}`}
          onClick={() => void capture()}
        >
          {t('case.listing.capture')}
        </Button>
      )}
    </li>
  )
}
