import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { pagination, placed, server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { AddToCase } from '../../investigation/case-components/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  CheatSheet,
  FactList,
  Icon,
  KeyboardShortcutsButton,
  Moment,
  More,
  Page,
  QueryStatus,
  StrangersAddress,
  VerdictMark,
  type KeyRows,
} from '../../components/index.ts'
import {
  ListingState,
  useWatch,
  watchKey,
  type Watch,
  type WatchedListing,
  type WatchedListingDetail,
} from '../watch-components/index.ts'
import { DifferenceRow } from './difference-row.tsx'
import styles from './listing-history.module.css'
import { PriceChart } from './price-chart.tsx'
import { priceCourse } from './price-course.ts'
import { SameGoodsCard, type SameGoods } from './same-goods-card.tsx'

const route = getRouteApi('/member/watches/$id/listings/$listing')

/** What changed of a listing since the watch saw it first. */
export function WatchedListingPage(): ReactNode {
  const { id, listing: listingId } = route.useParams()
  const watch = useWatch(id)
  const listing = useQuery({
    queryKey: [...watchKey(id), 'listing', listingId],
    queryFn: ({ signal }) =>
      server.watchedListings.read({ params: { id, listing: listingId }, signal }),
  })
  if (!listing.isSuccess) return <QueryStatus query={listing} />
  if (!watch.isSuccess) return <QueryStatus query={watch} />
  return <ListingAndHistory watch={watch.data} listing={listing.data} />
}

function ListingAndHistory({
  watch,
  listing,
}: {
  watch: Watch
  listing: WatchedListingDetail
}): ReactNode {
  const { t } = useText()
  const navigate = route.useNavigate()
  const rights = permissionsOf(useMember())
  const [isAdding, setAdding] = useState(false)
  const [same, setSame] = useState<SameGoods>()
  const [help, setHelp] = useState(false)
  const title = listing.title ?? t('listing.untitled')
  const stored = listing.listing
  const canAdd = rights.workOnCases && stored !== null
  useKeys({
    c: () => setAdding(canAdd),
    Escape: () => void navigate({ to: '/watches/$id', params: { id: watch.id } }),
    '?': () => setHelp(true),
  })
  const keys: KeyRows = [
    ...(canAdd ? ([[['c'], t('shortcut.watched.case')]] as const) : []),
    [['Esc'], t('watched.back')],
    [['?'], t('shortcut.help')],
  ]
  return (
    <Page
      title={title}
      lead={
        <Link to="/watches/$id" params={{ id: watch.id }} className={styles.back}>
          <Icon name="back" size={14} /> {watch.name}
        </Link>
      }
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          {stored !== null && (
            <Button
              variant={canAdd ? 'default' : 'filled'}
              renderRoot={(props) => <Link to="/listings/$id" params={{ id: stored }} {...props} />}
            >
              {t('watched.open')}
            </Button>
          )}
          {canAdd && <Button onClick={() => setAdding(true)}>{t('watched.case')}</Button>}
        </>
      }
      narrow
    >
      <AddToCase
        listings={
          isAdding && stored !== null
            ? [
                { id: stored, title, brands: [watch.brand] },
                ...(same ? [{ id: same.listing, title: same.title, brands: [watch.brand] }] : []),
              ]
            : undefined
        }
        onClose={() => {
          setAdding(false)
          setSame(undefined)
        }}
      />
      <FactsCard listing={listing} title={title} />
      <SameGoodsCard
        watch={watch.id}
        listing={listing.id}
        onJoin={
          canAdd
            ? (goods) => {
                setSame(goods)
                setAdding(true)
              }
            : undefined
        }
      />
      <CapturesCard captures={listing.captures} />
      <HistoryCard watch={watch.id} listing={listing} />
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

function FactsCard({ listing, title }: { listing: WatchedListing; title: string }): ReactNode {
  const { t, money } = useText()
  const { price, verdict, state, url, firstSeenAt, lastSeenAt, nextVisitAt } = listing
  return (
    <Card>
      <div className={styles.facts}>
        <ListingThumbnail listing={listing.listing} title={title} />
        <div className={styles.words}>
          <p className={styles.top}>
            <VerdictMark verdict={verdict ?? undefined} />
            <ListingState state={state} />
          </p>
          <p className={styles.sentence}>{t(`watched-state.${state}.text`)}</p>
          <StrangersAddress text={url} />
        </div>
      </div>
      <FactList
        facts={[
          [
            t('watched.price'),
            price === null ? undefined : (
              <span key="p" className="figures">
                {money(price.amount, price.currency)}
              </span>
            ),
          ],
          [t('watched.first-seen'), <Moment key="f" at={firstSeenAt} />],
          [t('watched.last-seen'), <Moment key="l" at={lastSeenAt} />],
          [
            t('watched.next-visit'),
            nextVisitAt === null ? (
              t('watched.next-visit.open')
            ) : (
              <Moment key="n" at={nextVisitAt} />
            ),
          ],
        ]}
      />
    </Card>
  )
}

/** Evidence that the watch requested before the listing could go. */
function CapturesCard({ captures }: Pick<WatchedListingDetail, 'captures'>): ReactNode {
  const { t } = useText()
  if (captures.length === 0) return null
  return (
    <Card title={t('watched-captures.title')}>
      <ul className={styles.trail}>
        {captures.map(({ id, rule, requestedAt, state }) => (
          <li key={id}>
            <p className={styles.top}>
              <Link to="/captures/$id" params={{ id }}>
                {t(`watched-captures.${state}`)}
              </Link>
              <Moment at={requestedAt} />
            </p>
            <p className={styles.sentence}>{t(`watched-captures.rule.${rule}`)}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function HistoryCard({ watch, listing }: { watch: string; listing: WatchedListing }): ReactNode {
  const { t } = useText()
  const { id } = listing
  const pages = useInfiniteQuery({
    queryKey: [...watchKey(watch), 'history', id],
    queryFn: ({ pageParam, signal }) =>
      server.watchedListings.history({
        params: { id: watch, listing: id },
        query: { limit: 50, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
  if (!pages.isSuccess) return <QueryStatus query={pages} />
  const entries = pages.data.pages.flatMap(({ items }) => items)
  const course = priceCourse(listing.price, entries)
  return (
    <>
      {course.length > 1 && (
        <Card title={t('watched-price.title')}>
          <PriceChart points={course} until={listing.lastSeenAt} />
        </Card>
      )}
      <Card title={t('watched-history.title')}>
        <ol className={styles.trail}>
          {entries.map(({ at, run, state, differences }) => (
            <li key={`${at} ${run}`}>
              <p className={styles.top}>
                <ListingState state={state} />
                <Moment at={at} />
              </p>
              {differences.length === 0 ? (
                <p className={styles.sentence}>{t(`watched-state.${state}.text`)}</p>
              ) : (
                <dl className={styles.differences}>
                  {differences.map((difference) => (
                    <DifferenceRow key={difference.field} difference={difference} />
                  ))}
                </dl>
              )}
            </li>
          ))}
        </ol>
        <More pages={pages} />
      </Card>
    </>
  )
}
