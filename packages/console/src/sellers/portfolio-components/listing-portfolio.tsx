import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { ListingLinks } from '../link-components/index.ts'
import { useFactText } from './fact-text.ts'
import { PortfolioStateMarks } from './portfolio-state.tsx'
import styles from './portfolio-components.module.css'
import { usePortfolio } from './queries.ts'

/** On a listing: the strongest fact of a flagged seller’s portfolio, and other accounts that seem to be the seller’s. */
export function ListingPortfolio({ seller }: { seller: string }): ReactNode {
  return (
    <>
      <StrongestFact seller={seller} />
      <ListingLinks seller={seller} />
    </>
  )
}

function StrongestFact({ seller }: { seller: string }): ReactNode {
  const { t } = useText()
  const factText = useFactText()
  const { data } = usePortfolio(seller)
  const [fact] = data?.facts ?? []
  if (!data?.flagged || fact === undefined) return null
  return (
    <p className={styles.onListing}>
      {t('portfolio.on-listing', { fact: factText(fact) })} <PortfolioStateMarks portfolio={data} />{' '}
      <Link to="/sellers/$id" params={{ id: seller }}>
        {t('portfolio.open-seller')}
      </Link>
    </p>
  )
}
