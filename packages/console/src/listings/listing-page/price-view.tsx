import type { Assessment, Listing } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './price-view.module.css'

export type PriceViewProps = {
  price: NonNullable<Listing['price']>
  assessment: Pick<Assessment, 'price' | 'silent'>
}

/** A reference is a product by its ID, or a brand and a kind of goods: `velmoraq/sunglasses`. */
function useReferenceName(): (reference: string) => string {
  const { meaning } = useText()
  const brandName = useBrandName()
  return (reference) => {
    const [brand = '', kind, ...rest] = reference.split('/')
    if (kind === undefined || rest.length > 0) return reference
    const english = kind.replaceAll('-', ' ')
    return `${brandName(brand)} · ${meaning(english) ?? english}`
  }
}

/** The listing's price beside the reference prices, or why there are none. */
export function PriceView({ price, assessment }: PriceViewProps): ReactNode {
  const { t, money, percent, day } = useText()
  const referenceName = useReferenceName()
  const { price: comparison, silent } = assessment
  if (comparison === undefined) {
    // Readers from whom parts may be withheld do not learn which family was silent.
    const why = silent === undefined ? 'price-comparison.withheld' : 'price-comparison.unknown'
    return <p className={styles.note}>{t(why)}</p>
  }
  const { against, low, lowHere, typicalHere, share, from, condition } = comparison
  const { reference, ratesAsOf, source, asOf, verified, band, pieces } = comparison
  const amount = Number(price.amount)
  const localPrice = (value: number): string => money(rounded(value), price.currency)
  const ofList = against === 'list-price'
  const maximum = Math.max(amount, lowHere, typicalHere ?? 0) * 1.15
  const at = (value: number): string =>
    `${(Math.min(Math.max(value, 0), maximum) / maximum) * 100}%`
  const threshold = lowHere * from
  const lowWord = ofList ? t('price-comparison.list') : t('price-comparison.low')
  return (
    <div>
      <p className={styles.said}>
        {t(ofList ? 'price-comparison.share.list' : 'price-comparison.share.low', {
          share: percent(share),
        })}{' '}
        <span className="stranger">{referenceName(reference)}</span>
        {' · '}
        {t(`price-comparison.condition.${condition}`)}
        {pieces !== undefined && ` · ${t('price-comparison.pieces', { count: pieces })}`}
      </p>
      <div className={styles.drawing} aria-hidden="true">
        <span className={styles.speaks} style={{ width: at(threshold) }} />
        {typicalHere !== undefined && (
          <span
            className={styles.usual}
            style={{
              left: at(Math.min(lowHere, typicalHere)),
              width: `calc(${at(Math.max(lowHere, typicalHere))} - ${at(Math.min(lowHere, typicalHere))})`,
            }}
          />
        )}
        <span className={styles.mark} style={{ left: at(lowHere) }} />
        {typicalHere !== undefined && (
          <span className={styles.mark} style={{ left: at(typicalHere) }} />
        )}
        <span className={styles.listing} style={{ left: at(amount) }} />
      </div>
      <dl className={styles.figures}>
        <Figure
          kind="listing"
          name={t('price-comparison.listing')}
          value={money(price.amount, price.currency)}
        />
        <Figure
          kind="mark"
          name={lowWord}
          value={localPrice(lowHere)}
          note={
            low.currency === price.currency
              ? undefined
              : t('price-comparison.stated', { price: money(low.amount, low.currency) })
          }
        />
        {typicalHere !== undefined && (
          <Figure
            kind="mark"
            name={t('price-comparison.typical')}
            value={localPrice(typicalHere)}
          />
        )}
        <Figure kind="speaks" name={t('price-comparison.signal')} value={localPrice(threshold)} />
      </dl>
      <p className={styles.note}>
        {ratesAsOf !== undefined &&
          `${t('price-comparison.exchange-rates', { day: day(ratesAsOf) })} `}
        {source !== undefined && (
          <span className="stranger">
            {t('price-comparison.source', {
              source: asOf === undefined ? source : `${source}, ${asOf}`,
            })}
          </span>
        )}
        {band === 'tier' && ` ${t('price-comparison.tier')}`}
        {verified === false && ` ${t('price-comparison.unverified')}`}
      </p>
    </div>
  )
}

/** Two significant digits are enough for a converted price. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

type FigureProps = {
  kind: 'listing' | 'mark' | 'speaks'
  name: string
  value: string
  note?: string | undefined
}

function Figure({ kind, name, value, note }: FigureProps): ReactNode {
  return (
    <div>
      <dt>
        <i data-kind={kind} aria-hidden="true" />
        {name}
      </dt>
      <dd className="figures">
        {value}
        {note !== undefined && <span>{note}</span>}
      </dd>
    </div>
  )
}
