import type { Listing } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { StrangersAddress } from '../../components/index.ts'
import styles from './listing.module.css'
import { VisibleText } from '../../assessment/index.ts'
import type { ListingItem } from '../queries.ts'
import { SellerLink } from './seller-link.tsx'

type Fact = [label: string, value: ReactNode]

/** Price, place, seller and times of a listing. */
export function Facts({ listing: listingItem }: { listing: ListingItem }): ReactNode {
  const { t, time } = useText()
  const { listing, firstSeenAt, lastSeenAt } = listingItem
  const more: (Fact | false)[] = [
    [t('listing.first-seen'), time(firstSeenAt)],
    lastSeenAt !== firstSeenAt && [t('listing.last-seen'), time(lastSeenAt)],
    [t('listing.id'), <VisibleText key="i" text={listing.id} />],
    listing.url !== undefined && [
      t('listing.address'),
      <StrangersAddress key="a" text={listing.url} />,
    ],
  ]
  return (
    <StatedFacts
      listing={{ ...listing, marketplace: listing.marketplace ?? '–' }}
      sellerAccount={listingItem.sellerAccount}
      more={more}
    />
  )
}

type Stated = Pick<
  Listing,
  | 'price'
  | 'shippingPrice'
  | 'marketplace'
  | 'condition'
  | 'shipsFrom'
  | 'quantity'
  | 'unitsSold'
  | 'unread'
> & { seller?: Partial<NonNullable<Listing['seller']>> | undefined }

/** Facts stated in the listing. */
export function StatedFacts({
  listing,
  sellerAccount = null,
  more = [],
}: {
  listing: Stated
  /** Where its page is the reader's to open. */
  sellerAccount?: string | null
  more?: readonly (Fact | false)[]
}): ReactNode {
  const { t, money, number, day } = useText()
  const marketplaceName = useMarketplaceName()
  const { price, shippingPrice, marketplace, seller, condition } = listing
  const { shipsFrom, quantity, unitsSold, unread = [] } = listing
  const stated: (Fact | false)[] = [
    price !== undefined && [
      t('listing.price'),
      <>
        <strong className="figures">{money(price.amount, price.currency)}</strong>
        {shippingPrice &&
          ` ${t('listing.shipping', { price: money(shippingPrice.amount, shippingPrice.currency) })}`}
      </>,
    ],
    marketplace !== undefined && [
      t('listing.marketplace'),
      <VisibleText key="m" text={marketplaceName(marketplace)} />,
    ],
    seller !== undefined && [
      t('listing.seller'),
      <>
        <SellerLink account={sellerAccount}>
          <VisibleText
            text={[seller.name, seller.id, seller.country].filter(Boolean).join(' · ')}
          />
        </SellerLink>
        {seller.joinedAt !== undefined && (
          <span className={styles.fine}>
            {t('listing.seller-joined', { day: day(seller.joinedAt) })}
          </span>
        )}
      </>,
    ],
    condition !== undefined && [t('listing.condition'), t(`listing-condition.${condition}`)],
    shipsFrom !== undefined && [t('listing.ships-from'), shipsFrom],
    quantity !== undefined && [t('listing.quantity'), number(quantity)],
    unitsSold !== undefined && [t('listing.sold'), number(unitsSold)],
    unread.length > 0 && [
      t('listing.unread'),
      <ul key="u" className={styles.unread}>
        {unread.map(({ field, text, reason }) => (
          <li key={field}>
            {t(`unread-reason.${reason}`, { field: t(`unread-field.${field}`), text })}
          </li>
        ))}
      </ul>,
    ],
  ]
  const facts = [...stated, ...more].filter((fact) => fact !== false)
  if (facts.length === 0) return null
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="stranger">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
