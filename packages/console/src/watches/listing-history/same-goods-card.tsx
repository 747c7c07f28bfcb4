import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SameGoodsView } from '@touchstone/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, VerdictMark } from '../../components/index.ts'
import { watchKey } from '../watch-components/index.ts'
import styles from './listing-history.module.css'

export type SameGoods = SameGoodsView['items'][number]
type SameGoodsCardProps = {
  watch: string
  listing: string
  /** Puts both listings into a case; without it, nothing is offered. */
  onJoin: ((goods: SameGoods) => void) | undefined
}

/** Listings of other sites that may show the same goods. Only a person joins them, in a case. */
export function SameGoodsCard({ watch, listing, onJoin }: SameGoodsCardProps): ReactNode {
  const { t } = useText()
  const goods = useQuery({
    queryKey: [...watchKey(watch), 'same-goods', listing],
    queryFn: ({ signal }) =>
      server.watchedListings.sameGoods({ params: { id: watch, listing }, signal }),
  })
  if (goods.data === undefined || goods.data.items.length === 0) return null
  return (
    <Card title={t('same-goods.title')} lead={t('same-goods.description')}>
      <ul className={styles.trail} aria-label={t('same-goods.title')}>
        {goods.data.items.map((item) => (
          <SameGoodsItem key={item.id} item={item} onJoin={onJoin} />
        ))}
      </ul>
    </Card>
  )
}

type ItemProps = { item: SameGoods } & Pick<SameGoodsCardProps, 'onJoin'>

function SameGoodsItem({ item, onJoin }: ItemProps): ReactNode {
  const { t, money, percent } = useText()
  const { id, watch, listing, site, price, verdict, reasons } = item
  const title = item.title === '' ? t('listing.untitled') : item.title
  return (
    <li>
      <div className={styles.facts}>
        <ListingThumbnail listing={listing} title={title} />
        <div className={styles.words}>
          <p className={styles.top}>
            <VerdictMark verdict={verdict ?? undefined} />
            <Link
              to="/watches/$id/listings/$listing"
              params={{ id: watch, listing: id }}
              dir="auto"
            >
              {title}
            </Link>
          </p>
          <p className={styles.sentence}>
            <span className="stranger">{site}</span>
            {price !== null && <> · {money(price.amount, price.currency)}</>}
          </p>
          {reasons.map((reason) => (
            <p key={reason.kind} className={styles.sentence}>
              {reason.kind === 'title'
                ? t('same-goods.words', { words: reason.words.join(', ') })
                : reason.likeness === 1
                  ? t('same-goods.pictures', { count: reason.count })
                  : t('same-goods.pictures.alike', {
                      count: reason.count,
                      percent: percent(reason.likeness),
                    })}
            </p>
          ))}
          {onJoin !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('same-goods.join')}: ${title}`}
              onClick={() => onJoin(item)}
            >
              {t('same-goods.join')}
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}
