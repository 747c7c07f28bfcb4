import { Button } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useState, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { OpenSellerCase } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  DecisionMark,
  Loading,
  Moment,
  Page,
  QueryStatus,
  VerdictMark,
  Paged,
} from '../../components/index.ts'
import {
  SellerContests,
  SellerIdentifiers,
  SellerLinks,
  useSellerLinks,
} from '../link-components/index.ts'
import { SellerPortfolioCard } from '../portfolio-components/index.ts'
import { DossiersMade } from '../referrals/index.ts'
import { useListingsOfSeller, useSeller, type SellerInFull } from './queries.ts'
import { useSellerName } from './seller-name.ts'
import { SellerProcedures } from './seller-procedures.tsx'
import { SellerSummary } from './seller-summary.tsx'
import { SellerTimeline } from './seller-timeline.tsx'
import styles from './sellers.module.css'

/** The page of a seller: listings, verdicts, cases, notices, appeals and timeline. */
export function SellerPage(): ReactNode {
  const { t } = useText()
  const { id } = useParams({ from: '/member/sellers/$id' })
  const seller = useSeller(id)
  if (seller.isSuccess) return <SellerAccount key={id} seller={seller.data} />
  return (
    <Page title={t('seller-account.title')}>
      <QueryStatus query={seller} />
    </Page>
  )
}

function SellerAccount({ seller }: { seller: SellerInFull }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const nameOf = useSellerName()
  const [opening, setOpening] = useState(false)
  const { id, marketplace, listings, brands, procedures } = seller
  const { name, detail } = nameOf(seller)
  const lead = [marketplaceName(marketplace), detail].filter(
    (part) => part !== undefined && part !== '',
  )
  return (
    <Page
      title={name}
      lead={<VisibleText text={lead.join(' · ')} />}
      actions={
        <>
          {rights.seeQuality && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link to="/insight" search={{ sellerAccount: id }} {...props} />
              )}
            >
              {t('seller-account.figures')}
            </Button>
          )}
          {rights.workOnCases && listings.count > 0 && (
            <Button onClick={() => setOpening(true)}>{t('seller-account.open-case')}</Button>
          )}
        </>
      }
    >
      <SellerSummary seller={seller} />
      <SellerLinks id={id} />
      {rights.seeWholeNetworks && <SellerContests id={id} />}
      <SellerIdentifiers id={id} />
      {rights.seePortfolios && (
        <Suspense fallback={<Loading />}>
          <SellerPortfolioCard id={id} name={name} />
        </Suspense>
      )}
      <Listings id={id} count={listings.count} />
      {procedures !== null && <SellerProcedures procedures={procedures} />}
      {rights.sendDossiers && <Dossiers seller={seller} />}
      <Card title={t('seller-account.timeline')}>
        <SellerTimeline id={id} />
      </Card>
      <OpenSellerCase
        seller={{ id, name, brands: brands.map((brand) => brand.id) }}
        opened={opening}
        onClose={() => setOpening(false)}
        onDone={(kase) => void navigate({ to: '/cases/$id', params: { id: kase } })}
      />
    </Page>
  )
}

/** The dossiers that name the account. A new one is made from its network or, without one, from its case. */
function Dossiers({ seller: { id, procedures } }: { seller: SellerInFull }): ReactNode {
  const links = useSellerLinks(id)
  const network = links.data?.network ?? undefined
  const kase = procedures?.cases.items[0]?.id
  if (links.isPending) return null
  const source =
    network === undefined ? (kase === undefined ? undefined : { case: kase }) : { network }
  return (
    <Suspense fallback={<Loading />}>
      <DossiersMade of={{ account: id }} source={source} />
    </Suspense>
  )
}

function Listings({ id, count }: { id: string; count: number }): ReactNode {
  const { t, probability, money } = useText()
  const pages = useListingsOfSeller(id)
  return (
    <Card
      title={t('seller-account.listings')}
      actions={
        count > 0 && (
          <Link to="/listings" search={{ sellerAccount: id }}>
            {t('seller-account.in-queue')}
          </Link>
        )
      }
    >
      <Paged
        pages={pages}
        empty={<p className={styles.none}>{t('seller-account.listings.none')}</p>}
      >
        {(items) => (
          <Columns
            caption={t('seller-account.listings')}
            heads={[
              t('seller-account.listing'),
              t('seller-account.verdict'),
              t('seller-account.price'),
              t('seller-account.first-seen'),
              t('seller-account.decision'),
            ]}
          >
            {items.map(({ id: listing, listing: content, assessment, firstSeenAt, decision }) => (
              <tr key={listing}>
                <td className="stranger" dir="auto">
                  <span className={styles.listing}>
                    <ListingThumbnail listing={listing} title={content.title} size="small" />
                    <Link to="/listings/$id" params={{ id: listing }}>
                      <VisibleText
                        text={
                          content.title === '' ? t('listing.untitled') : content.title.slice(0, 160)
                        }
                      />
                    </Link>
                  </span>
                </td>
                <td>
                  <VerdictMark verdict={assessment?.verdict} />{' '}
                  {assessment !== null && (
                    <span className="figures">{probability(assessment.probability)}</span>
                  )}
                </td>
                <td className="figures">
                  {content.price ? money(content.price.amount, content.price.currency) : '–'}
                </td>
                <td>
                  <Moment at={firstSeenAt} only="day" />
                </td>
                <td>{decision === null ? '–' : <DecisionMark verdict={decision.verdict} />}</td>
              </tr>
            ))}
          </Columns>
        )}
      </Paged>
    </Card>
  )
}
