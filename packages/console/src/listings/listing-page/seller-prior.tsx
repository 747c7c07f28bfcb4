import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './listing.module.css'

/** As the server counts: half of a decision is left after this, and nothing after all of it. */
const fading = { half: 60, all: 180 }

/** What the organisation's decisions on the seller's other listings add to this one. */
export function SellerPrior({
  id,
  probability,
}: {
  id: string
  probability: number | undefined
}): ReactNode {
  const { t, day, probability: percentOf } = useText()
  const prior = useQuery({
    queryKey: ['decisions', 'seller prior', id],
    queryFn: ({ signal }) => server.sellerPriors.read({ params: { id }, signal }),
  })
  if (!prior.isSuccess || prior.data.latestAt === null) return null
  const { confirmed, cleared, reported, latestAt, logOdds, probability: ranked } = prior.data
  const isMoved = ranked !== null && ranked !== probability
  return (
    <section aria-label={t('listing.seller-prior.title')}>
      <p>
        {t('listing.seller-prior', { confirmed, cleared, day: day(latestAt) })}{' '}
        {reported > 0 && `${t('listing.seller-prior.reported', { count: reported })} `}
        {isMoved
          ? t(logOdds > 0 ? 'listing.seller-prior.raises' : 'listing.seller-prior.lowers', {
              percent: percentOf(ranked),
            })
          : t('listing.seller-prior.same')}
      </p>
      <p className={styles.fine}>{t('listing.seller-prior.fading', fading)}</p>
    </section>
  )
}
