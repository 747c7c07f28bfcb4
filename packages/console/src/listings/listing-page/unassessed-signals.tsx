import type { Family, Listing } from '@touchstone/contract'
import { families } from '@touchstone/contract/signals'
import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import styles from './listing.module.css'

export type UnassessedSignalsProps = { families: readonly string[]; listing: Listing }

/** Families without a signal, and why: silence counts neither for nor against a listing. */
export function UnassessedSignals({
  families: silent,
  listing,
}: UnassessedSignalsProps): ReactNode {
  const { t } = useText()
  if (silent.length === 0) return null
  return (
    <div className={styles.silent}>
      <strong>{t('listing.not-assessed')}</strong>
      <ul>
        {silent.map((name) => {
          const family = families.find((one) => one === name)
          return (
            <li key={name}>
              {family ? t(`family.${family}`) : name}
              {family && <span> – {reasonOf(t, family, listing)}</span>}
            </li>
          )
        })}
      </ul>
      <p>{t('not-assessed.meaning')}</p>
    </div>
  )
}

/** Says whether the listing omits what a family needs, or what else would be required. */
function reasonOf(t: Text['t'], family: Family, listing: Listing): string {
  switch (family) {
    case 'price':
      return t(
        listing.price === undefined ? 'not-assessed.price.none' : 'not-assessed.price.incomparable',
      )
    case 'image':
      return t(
        (listing.images?.length ?? 0) === 0
          ? 'not-assessed.image.none'
          : 'not-assessed.image.unread',
      )
    case 'seller':
      return t(
        listing.seller === undefined ? 'not-assessed.seller.none' : 'not-assessed.seller.plain',
      )
    case 'review':
      return t(
        (listing.reviews?.length ?? 0) === 0
          ? 'not-assessed.review.none'
          : 'not-assessed.nothing-notable',
      )
    case 'channel':
      return t(
        listing.marketplace === undefined
          ? 'not-assessed.channel.none'
          : 'not-assessed.channel.no-rule',
      )
    case 'product':
      return t('not-assessed.product')
    case 'network':
      return t('not-assessed.network')
    case 'external':
      return t('not-assessed.external')
    case 'item':
      return t('not-assessed.item')
    case 'text':
    case 'brand':
    case 'guard':
      return t('not-assessed.nothing-notable')
  }
}
