import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { QueryStatus } from '../../components/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { type LinkAccount, useListingsOfSide } from '../link-components/index.ts'
import styles from './review.module.css'

/** The newest listings of two accounts with their pictures, side by side. */
export function PairSides({
  sides,
  heading,
}: {
  sides: readonly LinkAccount[]
  heading: 'h3' | 'h4'
}): ReactNode {
  return (
    <div className={styles.sides}>
      {sides.map((account) => (
        <Side key={account.id} account={account} heading={heading} />
      ))}
    </div>
  )
}

function Side({
  account,
  heading: Heading,
}: {
  account: LinkAccount
  heading: 'h3' | 'h4'
}): ReactNode {
  const { t, locale, money } = useText()
  const nameOf = useSellerName()
  const marketplaceName = useMarketplaceName()
  const listings = useListingsOfSide(account.id)
  const { id, marketplace, country, kind } = account
  const { name, detail } = nameOf(account)
  const facts = [
    marketplaceName(marketplace),
    detail,
    country === null ? undefined : regionName(locale, country),
    kind === null || kind === 'unknown' ? undefined : t(`seller-account.kind.${kind}`),
  ].filter((fact) => fact !== undefined)
  return (
    <section className={styles.side} aria-label={name}>
      <Heading className="stranger" dir="auto">
        <Link to="/sellers/$id" params={{ id }}>
          <VisibleText text={name} />
        </Link>
      </Heading>
      <p className={`${styles.fine} stranger`}>
        <VisibleText text={facts.join(' · ')} />
      </p>
      {!listings.isSuccess && <QueryStatus query={listings} />}
      {listings.data?.items.length === 0 && (
        <p className={styles.fine}>{t('link-review.side.none')}</p>
      )}
      <ul className={styles.goods}>
        {listings.data?.items.map(({ id: listing, listing: { title, price } }) => (
          <li key={listing}>
            <ListingThumbnail listing={listing} title={title} size="fill" />
            <Link to="/listings/$id" params={{ id: listing }} className="stranger" dir="auto">
              <VisibleText text={title === '' ? t('listing.untitled') : title.slice(0, 160)} />
            </Link>
            {price && <span className="figures">{money(price.amount, price.currency)}</span>}
          </li>
        ))}
      </ul>
      {listings.data?.next != null && (
        <p className={styles.fine}>
          <Link to="/listings" search={{ sellerAccount: id }}>
            {t('link-review.side.more')}
          </Link>
        </p>
      )}
    </section>
  )
}
