import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { useFactText } from './fact-text.ts'
import styles from './portfolio-components.module.css'
import { useFirstPortfolios } from './queries.ts'

const shown = 3

/** On the overview: the sellers that come first in the queue. */
export function OverviewSellers(): ReactNode {
  const { t } = useText()
  const nameOf = useSellerName()
  const factText = useFactText()
  const { data: sellers = [] } = useFirstPortfolios(shown)
  if (sellers.length === 0) return null
  return (
    <Card
      title={t('portfolio.overview')}
      lead={t('portfolios.description')}
      actions={<Link to="/seller-queue">{t('portfolio.overview.all')}</Link>}
    >
      <ul className={styles.sellers}>
        {sellers.map(({ seller, facts }) => (
          <li key={seller.id}>
            <Link to="/sellers/$id" params={{ id: seller.id }} className="stranger">
              <VisibleText text={nameOf(seller).name} />
            </Link>
            {facts[0] !== undefined && <span>{factText(facts[0])}</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
