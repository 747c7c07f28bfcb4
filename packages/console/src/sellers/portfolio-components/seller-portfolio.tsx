import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, More, QueryStatus, VerdictMark } from '../../components/index.ts'
import { ExplainButton, WithdrawButton } from './explain-portfolio.tsx'
import { useFactText } from './fact-text.ts'
import { PortfolioStateMarks } from './portfolio-state.tsx'
import styles from './portfolio-components.module.css'
import {
  useFactListings,
  usePortfolio,
  type PortfolioFact,
  type SellerPortfolio,
} from './queries.ts'

/** What the listings of a seller say together: each fact with its count and the listings behind it. */
export function SellerPortfolioCard({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useText()
  const portfolio = usePortfolio(id)
  if (!portfolio.isSuccess) return <QueryStatus query={portfolio} />
  if (portfolio.data === null)
    return <Card title={t('portfolio.title')} lead={t('portfolio.none')} />
  return <PortfolioText portfolio={portfolio.data} name={name} />
}

function PortfolioText({
  portfolio,
  name,
}: {
  portfolio: SellerPortfolio
  name: string
}): ReactNode {
  const { t, number } = useText()
  const rights = permissionsOf(useMember())
  const [opened, setOpened] = useState<PortfolioFact['code']>()
  const factText = useFactText()
  const { seller, facts, flagged, listings, state } = portfolio
  return (
    <Card
      title={t('portfolio.title')}
      lead={t('portfolio.lead', { count: listings, figure: number(listings) })}
      actions={
        rights.decide &&
        (state === 'explained' ? (
          <WithdrawButton seller={seller.id} />
        ) : (
          flagged && <ExplainButton seller={seller.id} name={name} />
        ))
      }
    >
      <p className={styles.marks}>
        <PortfolioStateMarks portfolio={portfolio} /> <PortfolioMeaning portfolio={portfolio} />
      </p>
      <Columns
        wide
        caption={t('portfolio.title')}
        heads={[t('portfolio.fact'), t('portfolio.listings'), t('portfolio.behind')]}
      >
        {facts.map((fact) => (
          <tr key={fact.code}>
            <td>{factText(fact)}</td>
            <td className="figures">
              {t('portfolio.share', { count: number(fact.count), of: number(fact.of) })}
            </td>
            <td>
              <Button
                variant="default"
                size="compact-sm"
                aria-expanded={opened === fact.code}
                aria-label={t('portfolio.show.of', {
                  label: t(opened === fact.code ? 'portfolio.hide' : 'portfolio.show'),
                  fact: factText(fact),
                })}
                onClick={() => setOpened(opened === fact.code ? undefined : fact.code)}
              >
                {t(opened === fact.code ? 'portfolio.hide' : 'portfolio.show')}
              </Button>
            </td>
          </tr>
        ))}
      </Columns>
      {opened !== undefined && <FactListings key={opened} seller={seller.id} fact={opened} />}
    </Card>
  )
}

function PortfolioMeaning({ portfolio }: { portfolio: SellerPortfolio }): ReactNode {
  const { t, day } = useText()
  const { flagged, standing, counts, explanation, state } = portfolio
  if (state === 'explained' && explanation !== null) {
    const { reason, by, until, note } = explanation
    return (
      <>
        {t('portfolio.explained', {
          reason: t(`portfolio-reason.${reason}`),
          name: by ?? t('portfolio.someone'),
          day: day(until),
        })}
        {note !== null && <span className={styles.note}> {note}</span>}
      </>
    )
  }
  if (!flagged) return t('portfolio.below')
  if (standing === 'one-source') return t('portfolio.standing.one-source.text')
  return t(counts ? 'portfolio.counts' : 'portfolio.look')
}

function FactListings({
  seller,
  fact,
}: {
  seller: string
  fact: PortfolioFact['code']
}): ReactNode {
  const { t, money } = useText()
  const pages = useFactListings(seller, fact)
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  if (!pages.isSuccess) return <QueryStatus query={pages} />
  return (
    <>
      <Columns
        caption={t('portfolio.behind')}
        heads={[t('portfolio.listing'), t('portfolio.price'), t('portfolio.verdict')]}
      >
        {items.map(({ id, listing, assessment }) => (
          <tr key={id}>
            <td className="stranger" dir="auto">
              <span className={styles.listing}>
                <ListingThumbnail listing={id} title={listing.title} size="small" />
                <Link to="/listings/$id" params={{ id }}>
                  <VisibleText
                    text={
                      listing.title === '' ? t('listing.untitled') : listing.title.slice(0, 160)
                    }
                  />
                </Link>
              </span>
            </td>
            <td className="figures">
              {listing.price ? money(listing.price.amount, listing.price.currency) : '–'}
            </td>
            <td>
              <VerdictMark verdict={assessment?.verdict} />
            </td>
          </tr>
        ))}
      </Columns>
      <More pages={pages} />
    </>
  )
}
