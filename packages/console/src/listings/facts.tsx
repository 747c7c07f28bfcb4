import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { StrangersAddress } from '../surface/index.ts'
import styles from './offer.module.css'
import { VisibleText } from './marked-text.tsx'
import type { Offer } from './queries.ts'

type Fact = [label: string, value: ReactNode]

/** What an offer says beside its texts: price, place, seller, times. */
export function Facts({ offer }: { offer: Offer }): ReactNode {
  const { t, money, number, time, day } = useText()
  const { listing, firstSeenAt, lastSeenAt } = offer
  const { price, shippingPrice, seller, condition, shipsFrom, quantity, unitsSold } = listing
  const facts: (Fact | false)[] = [
    price !== undefined && [
      t('offer.price'),
      <>
        <strong className="figures">{money(price.amount, price.currency)}</strong>
        {shippingPrice &&
          ` ${t('offer.shipping', { price: money(shippingPrice.amount, shippingPrice.currency) })}`}
      </>,
    ],
    [t('offer.marketplace'), <VisibleText key="m" text={listing.marketplace ?? '–'} />],
    seller !== undefined && [
      t('offer.seller'),
      <>
        <VisibleText text={[seller.name, seller.id].filter(Boolean).join(' · ')} />
        {seller.country !== undefined && ` · ${seller.country}`}
        {seller.joinedAt !== undefined && (
          <span className={styles.fine}>{t('offer.joined', { day: day(seller.joinedAt) })}</span>
        )}
      </>,
    ],
    condition !== undefined && [t('offer.condition'), t(`condition.${condition}`)],
    shipsFrom !== undefined && [t('offer.ships-from'), shipsFrom],
    quantity !== undefined && [t('offer.quantity'), number(quantity)],
    unitsSold !== undefined && [t('offer.sold'), number(unitsSold)],
    [t('offer.first-seen'), time(firstSeenAt)],
    lastSeenAt !== firstSeenAt && [t('offer.last-seen'), time(lastSeenAt)],
    [t('offer.id'), <VisibleText key="i" text={listing.id} />],
    listing.url !== undefined && [
      t('offer.address'),
      <StrangersAddress key="a" text={listing.url} />,
    ],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd className="stranger">{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
