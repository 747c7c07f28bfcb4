import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DecisionVerdict } from '@touchstone/contract'
import { memo, type ReactNode, type Ref } from 'react'
import { useText } from '../messages/index.ts'
import { DecisionMark, VerdictMark } from '../surface/index.ts'
import { VisibleText } from './marked-text.tsx'
import styles from './offer-list.module.css'
import type { Offer } from './queries.ts'

export type OfferRowProps = {
  offer: Offer
  isCurrent: boolean
  isPicked: boolean
  decided: DecisionVerdict | undefined
  canPick: boolean
  /** True where the offer opens beside the list. */
  beside: boolean
  now: number
  linkRef: Ref<HTMLAnchorElement>
  onPick: (id: string, picked: boolean) => void
}

/** One offer of the queue, in as much as is needed to choose it. */
export const OfferRow = memo(function OfferRow(row: OfferRowProps): ReactNode {
  const { t, percent, money, ago } = useText()
  const { offer, isCurrent, isPicked, decided, beside } = row
  const { id, listing, assessment, firstSeenAt } = offer
  const title = listing.title === '' ? t('offer.untitled') : listing.title
  const brands = assessment?.brands.map((brand) => brand.id).join(', ')
  const details = [
    brands,
    listing.marketplace,
    listing.price && money(listing.price.amount, listing.price.currency),
  ]
  return (
    <div
      className={styles.row}
      data-current={isCurrent}
      data-decided={decided !== undefined}
      data-plain={!row.canPick}
    >
      {row.canPick && (
        <Checkbox
          className={styles.pick}
          size="xs"
          aria-label={t('queue.pick', { title: title.slice(0, 80) })}
          checked={isPicked}
          onChange={({ currentTarget }) => row.onPick(id, currentTarget.checked)}
        />
      )}
      <Link
        ref={row.linkRef}
        className={styles.link}
        {...(beside
          ? {
              to: '/offers',
              search: (search) => ({ ...search, offer: id }),
              replace: true,
              resetScroll: false,
            }
          : { to: '/offers/$id', params: { id } })}
      >
        <span className={styles.top}>
          <VerdictMark verdict={assessment?.verdict} />
          {assessment && (
            <span className={`${styles.share} figures`}>{percent(assessment.probability)}</span>
          )}
          {decided && <DecisionMark verdict={decided} />}
          <span className={styles.when}>{ago(firstSeenAt, row.now)}</span>
        </span>
        <span className={styles.title} dir="auto">
          <VisibleText text={title.slice(0, 300)} />
        </span>
        <span className={styles.details}>
          {details.filter((part) => part !== undefined && part !== '').join(' · ')}
        </span>
      </Link>
    </div>
  )
})
