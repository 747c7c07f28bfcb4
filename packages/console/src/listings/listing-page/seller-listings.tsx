import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Columns, DecisionMark, Moment, QueryStatus, VerdictMark } from '../../components/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import styles from './listing.module.css'

/** The seller's other listings on the marketplace that this organisation may see. */
export function SellerListings({ id }: { id: string }): ReactNode {
  const { t, probability, money, number } = useText()
  const others = useQuery({
    queryKey: ['listings of seller', id],
    queryFn: ({ signal }) => server.listings.ofSeller({ params: { id }, signal }),
  })
  if (!others.isSuccess) return <QueryStatus query={others} />
  const { known, items, count, more } = others.data
  if (!known) return <p className={styles.fine}>{t('seller.unknown')}</p>
  if (items.length === 0) return <p className={styles.fine}>{t('seller.none')}</p>
  return (
    <>
      <p className={styles.hint}>
        {t(more ? 'seller.more' : 'seller.count', {
          count,
          counted: number(count),
          shown: number(items.length),
        })}
      </p>
      <Columns
        caption={t('seller.title')}
        heads={[
          t('seller.listing'),
          t('queue.verdict'),
          t('listing.price'),
          t('listing.first-seen'),
          t('listing.decisions'),
        ]}
      >
        {items.map((listing) => (
          <tr key={listing.id}>
            <td className="stranger" dir="auto">
              <Link to="/listings/$id" params={{ id: listing.id }}>
                <VisibleText
                  text={listing.title === '' ? t('listing.untitled') : listing.title.slice(0, 160)}
                />
              </Link>
            </td>
            <td>
              <VerdictMark verdict={listing.verdict ?? undefined} />{' '}
              {listing.probability !== null && (
                <span className="figures">{probability(listing.probability)}</span>
              )}
            </td>
            <td className="figures">
              {listing.price ? money(listing.price.amount, listing.price.currency) : '–'}
            </td>
            <td>
              <Moment at={listing.firstSeenAt} only="day" />
            </td>
            <td>{listing.decided ? <DecisionMark verdict={listing.decided} /> : '–'}</td>
          </tr>
        ))}
      </Columns>
    </>
  )
}
