import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { StateMark } from '../../components/index.ts'
import type { SellerPortfolio } from './queries.ts'

/** What was decided of a portfolio, and whose word it is if it is one source’s alone. */
export function PortfolioStateMarks({ portfolio }: { portfolio: SellerPortfolio }): ReactNode {
  const { t } = useText()
  const { state, changedSinceExplained, standing } = portfolio
  return (
    <>
      {state === 'explained' ? (
        <StateMark tone="good">{t('portfolio.state.explained')}</StateMark>
      ) : changedSinceExplained ? (
        <StateMark tone="waiting">{t('portfolio.state.changed')}</StateMark>
      ) : (
        <StateMark tone="plain">{t('portfolio.state.open')}</StateMark>
      )}
      {standing === 'one-source' && (
        <StateMark tone="plain">{t('portfolio.standing.one-source')}</StateMark>
      )}
    </>
  )
}
