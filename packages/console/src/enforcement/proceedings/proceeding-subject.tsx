import { Link } from '@tanstack/react-router'
import type { ProceedingSubjectView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './proceedings.module.css'

type ProceedingSubjectProps = {
  listing: string | null
  case: string | null
  about: ProceedingSubjectView
}

/** What a proceeding concerns, with links: listing, seller and marketplace, and case. */
export function ProceedingSubject({
  listing,
  case: kase,
  about,
}: ProceedingSubjectProps): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const place = [about.seller, about.marketplace && marketplaceName(about.marketplace)]
    .filter((one) => one !== null)
    .join(' · ')
  if (listing === null && kase === null) return '–'
  return (
    <>
      {listing !== null && (
        <div dir="auto">
          <Link to="/listings/$id" params={{ id: listing }}>
            <VisibleText text={about.listing ?? t('proceeding.listing')} />
          </Link>
        </div>
      )}
      {place !== '' && (
        <div className={styles.workflow}>
          <VisibleText text={place} />
        </div>
      )}
      {kase !== null && (
        <div dir="auto">
          <Link to="/cases/$id" params={{ id: kase }}>
            <VisibleText text={about.case ?? t('proceeding.case')} />
          </Link>
        </div>
      )}
    </>
  )
}
