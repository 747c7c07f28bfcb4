import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import type { NoticeDetailView } from './notice-queries.ts'
import styles from './notices.module.css'

/** A listing of a notice by its title, with the site and its ID there. */
export function ListingName(props: NoticeDetailView['listings'][number]): ReactNode {
  const { listing, marketplace, externalId, title } = props
  const marketplaceName = useMarketplaceName()
  return (
    <>
      <Link to="/listings/$id" params={{ id: listing }} className="stranger" dir="auto">
        {title === null || title === '' ? externalId : <VisibleText text={title.slice(0, 300)} />}
      </Link>
      <span className={`${styles.fine} stranger`}>
        {marketplaceName(marketplace)} · {externalId}
      </span>
    </>
  )
}
