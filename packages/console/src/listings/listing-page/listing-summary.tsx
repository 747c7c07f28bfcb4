import type { Assessment, Signal } from '@touchstone/contract'
import { isCircumstantial } from '@touchstone/recognition/wording'
import { useMemo, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { VisibleText, WordedText, type Lit } from '../../assessment/index.ts'
import { explanationParts, signalParts } from '../../assessment-text/index.ts'
import { useText } from '../../messages/index.ts'
import type { ListingItem } from '../queries.ts'
import styles from './listing-summary.module.css'
import { SellerLink } from './seller-link.tsx'
import { strongestSignals } from './strongest-signals.ts'

type ListingSummaryProps = { listing: ListingItem; lit: Lit }

/** The first screen of a listing: picture, price against the usual price, and the strongest signals. */
export function ListingSummary({ listing: item, lit }: ListingSummaryProps): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const { listing, assessment } = item
  const { seller, marketplace, shipsFrom } = listing
  const country = seller?.country ?? shipsFrom
  return (
    <div className={styles.summary}>
      <div className={styles.picture}>
        <ListingThumbnail listing={item.id} title={listing.title} size="fill" />
      </div>
      <div className={styles.words}>
        <Price listing={item} />
        <p className={`${styles.place} ${styles.where} stranger`}>
          {marketplace !== undefined && (
            <span>
              <VisibleText text={marketplaceName(marketplace)} />
            </span>
          )}
          {seller !== undefined && (
            <span>
              <SellerLink account={item.sellerAccount}>
                <VisibleText text={seller.name ?? seller.id} />
              </SellerLink>
            </span>
          )}
          {country !== undefined && (
            <span>
              <VisibleText text={country} />
            </span>
          )}
        </p>
        {assessment === null ? (
          <p className={styles.place}>{t('listing.pending-assessment')}</p>
        ) : (
          <StrongestSignals assessment={assessment} lit={lit} />
        )}
      </div>
    </div>
  )
}

function Price({ listing: { listing, assessment } }: { listing: ListingItem }): ReactNode {
  const { t, money, percent } = useText()
  const { price, unread = [] } = listing
  if (price === undefined) {
    const value = unread.find(({ field }) => field === 'price')
    if (value === undefined) return null
    const field = t('unread-field.price')
    return (
      <p className={`${styles.price} stranger`}>
        {t(`unread-reason.${value.reason}`, { field, text: value.text })}
      </p>
    )
  }
  const comparison = assessment?.price
  return (
    <p className={styles.price}>
      <strong className="figures">{money(price.amount, price.currency)}</strong>
      {comparison !== undefined && (
        <span>
          {t(
            comparison.against === 'list-price'
              ? 'price-comparison.share.list.short'
              : 'price-comparison.share.low.short',
            {
              share: percent(comparison.share),
              price: money(rounded(comparison.lowHere), price.currency),
            },
          )}
        </span>
      )}
    </p>
  )
}

/** Converted prices are shown without cents: they are not that precise. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

const mostSignals = 3

const symbols = { raises: '▲', lowers: '▼', circumstance: '●' } as const

/** A circumstance is no evidence of counterfeiting, so it is not marked like such evidence. */
function directionOf({ code, weight }: Signal): keyof typeof symbols {
  if (weight < 0) return 'lowers'
  return isCircumstantial(code) ? 'circumstance' : 'raises'
}

/** The strongest signals in words, or the verdict's sentence if the reader may not see signals. */
function StrongestSignals({ assessment, lit }: { assessment: Assessment; lit: Lit }): ReactNode {
  const text = useText()
  const { t } = text
  const strongest = useMemo(
    () =>
      strongestSignals(assessment.signals, mostSignals).map(({ signal, number }) => ({
        number,
        direction: directionOf(signal),
        parts: signalParts(text, signal),
      })),
    [text, assessment],
  )
  const sentence = useMemo(() => explanationParts(text, assessment), [text, assessment])
  if (strongest.length === 0) {
    return (
      <p className={`${styles.place} stranger`}>
        <WordedText parts={sentence} />
      </p>
    )
  }
  return (
    <ol className={styles.why} aria-label={t('listing.signals')}>
      {strongest.map(({ number, direction, parts }) => (
        <li
          key={number}
          onMouseEnter={() => lit.light(number)}
          onMouseLeave={() => lit.light(undefined)}
        >
          <span className={styles[direction]}>
            <span aria-hidden="true">{symbols[direction]}</span>
            <span className="only-read-aloud">{t(`listing.signal.${direction}`)}</span>
          </span>
          <span className={`${styles.reason} stranger`}>
            <WordedText parts={parts} />
          </span>
        </li>
      ))}
    </ol>
  )
}
