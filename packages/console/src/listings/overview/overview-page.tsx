import { Button } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Verdict } from '@touchstone/contract'
import { Suspense, type ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { server, useMarketplaceName } from '../../connection/index.ts'
import { OverviewSellers } from '../../sellers/portfolio-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  DecisionMark,
  Empty,
  Failed,
  Loading,
  Page,
  VerdictMark,
  verdictOrder,
  Moment,
} from '../../components/index.ts'
import styles from './overview.module.css'
import { Trends } from './trends.tsx'
import { OpenWork } from './open-work.tsx'

export function OverviewPage(): ReactNode {
  const { t } = useText()
  const { organisation } = useMember()
  return (
    <Page
      title={t('overview.title')}
      lead={organisation.name}
      actions={
        <Button renderRoot={(props) => <Link to="/listings" {...props} />}>
          {t('overview.open-listings')}
        </Button>
      }
    >
      <Figures />
    </Page>
  )
}

function Sellers(): ReactNode {
  const { seePortfolios } = permissionsOf(useMember())
  if (!seePortfolios) return null
  return (
    <Suspense fallback={null}>
      <OverviewSellers />
    </Suspense>
  )
}

function Figures(): ReactNode {
  const counts = useQueries({
    queries: verdictOrder.map((verdict) => ({
      queryKey: ['listing count', { verdict }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        server.listings.count({ query: { verdict }, signal }),
    })),
  })
  const failed = counts.find(({ isError }) => isError)
  if (failed) {
    return <Failed error={failed.error} retry={() => counts.forEach((one) => void one.refetch())} />
  }
  if (counts.some(({ isPending }) => isPending)) return <Loading />
  const total = counts.reduce((sum, { data }) => sum + (data?.count ?? 0), 0)
  if (total === 0) return <FirstSteps />
  return (
    <>
      <Tiles counts={counts.map(({ data }) => data)} />
      <OpenWork />
      <Sellers />
      <Trends />
      <LastDecisions />
    </>
  )
}

type Counts = readonly ({ count: number; more: boolean } | undefined)[]

function Tiles({ counts }: { counts: Counts }): ReactNode {
  const { t, number } = useText()
  return (
    <ul className={styles.tiles} aria-label={t('overview.listings')}>
      {verdictOrder.map((verdict, index) => {
        const { count = 0, more = false } = counts[index] ?? {}
        return (
          <li key={verdict}>
            <Tile verdict={verdict} count={`${number(count)}${more ? '+' : ''}`} />
          </li>
        )
      })}
    </ul>
  )
}

function Tile({ verdict, count }: { verdict: Verdict; count: string }): ReactNode {
  const { t } = useText()
  return (
    <Link to="/listings" search={{ verdict }} className={styles.tile}>
      <VerdictMark verdict={verdict} />
      <strong className="figures">{count}</strong>
      <span>{t(`verdict.${verdict}.meaning`)}</span>
    </Link>
  )
}

/** First steps for an installation without listings. */
function FirstSteps(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Card>
      <Empty
        title={t(rights.sendListings ? 'overview.empty' : 'queue.empty')}
        icon={rights.sendListings ? 'import' : 'nothing'}
        actions={
          <>
            {rights.sendListings && (
              <Button renderRoot={(props) => <Link to="/import" {...props} />}>
                {t('import.title')}
              </Button>
            )}
            {rights.changeCatalog && (
              <Button
                variant="default"
                renderRoot={(props) => <Link to="/catalog/import" {...props} />}
              >
                {t('catalog-import.title')}
              </Button>
            )}
          </>
        }
      >
        {t(rights.sendListings ? 'overview.empty.text' : 'queue.empty.visible')}
      </Empty>
    </Card>
  )
}

const maxRows = 10

function LastDecisions(): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const decisions = useQuery({
    queryKey: ['decisions', 'last'],
    queryFn: ({ signal }) => server.decisions.listDecisions({ query: { limit: maxRows }, signal }),
  })
  if (!decisions.data || decisions.data.items.length === 0) return null
  return (
    <Card title={t('overview.decisions')}>
      <Columns
        caption={t('overview.decisions')}
        heads={[t('overview.decision'), t('overview.listing'), t('audit-log.time')]}
      >
        {decisions.data.items.map(({ id, verdict, listing, at }) => {
          const place = [marketplaceName(listing.marketplace), listing.externalId]
            .filter((part) => part !== '')
            .join(' · ')
          const title = listing.title === null || listing.title === '' ? place : listing.title
          return (
            <tr key={id}>
              <td>
                <DecisionMark verdict={verdict} />
              </td>
              <td>
                <span className={styles.listing}>
                  <ListingThumbnail listing={listing.id} title={title} size="small" />
                  <Link to="/listings/$id" params={{ id: listing.id }} className="stranger">
                    <VisibleText text={title.slice(0, 200)} />
                  </Link>
                </span>
              </td>
              <td>
                <Moment at={at} />
              </td>
            </tr>
          )
        })}
      </Columns>
    </Card>
  )
}
