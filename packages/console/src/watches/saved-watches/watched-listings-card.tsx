import { Button, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WatchedListingState } from '@touchstone/contract'
import { useEffect, useState, type ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Empty, More, QueryStatus, useNow, VerdictMark } from '../../components/index.ts'
import {
  fieldWords,
  ListingState,
  watchedListingStates,
  watchKey,
  type Watch,
  type WatchedListing,
} from '../watch-components/index.ts'
import styles from './watch-page.module.css'

const liveMilliseconds = 3000
/** So many fit on a screen: as long as there are fewer, they appear as they arrive. */
const oneScreen = 10

type Filter = { state?: WatchedListingState; finds?: 'true' }

/** The listings that the watch has seen, the last visited first. */
export function WatchedListingsCard({ watch }: { watch: Watch }): ReactNode {
  const { t } = useText()
  const { id, isRunning } = watch
  const [filter, setFilter] = useState<Filter>({})
  const pages = useInfiniteQuery({
    queryKey: [...watchKey(id), 'listings', filter],
    queryFn: ({ pageParam, signal }) =>
      server.watchedListings.list({
        params: { id },
        query: { ...filter, limit: 25, ...placed(pageParam) },
        signal,
      }),
    // A longer list would move while it is read.
    refetchInterval: ({ state }) =>
      isRunning && (state.data?.pages[0]?.items.length ?? 0) < oneScreen ? liveMilliseconds : false,
    ...pagination,
  })
  const listings = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const { refetch } = pages
  const isShort = listings.length < oneScreen
  useEffect(() => {
    // What the run found since the last look.
    if (!isRunning && isShort) void refetch({ cancelRefetch: false })
  }, [isRunning, isShort, refetch])
  return (
    <Card
      title={t('watched.title')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          loading={pages.isRefetching}
          onClick={() => void pages.refetch()}
        >
          {t('watched.refresh')}
        </Button>
      }
    >
      <search className={styles.filters} aria-label={t('watched.filters')}>
        <NativeSelect
          size="xs"
          aria-label={t('watched.finds')}
          value={filter.finds ?? ''}
          data={[
            { value: '', label: t('watched.finds.all') },
            { value: 'true', label: t('watched.finds.only') },
          ]}
          onChange={({ currentTarget: { value } }) => {
            const { finds: _, ...others } = filter
            setFilter(value === 'true' ? { ...others, finds: value } : others)
          }}
        />
        <NativeSelect
          size="xs"
          aria-label={t('watched.state')}
          value={filter.state ?? ''}
          data={[
            { value: '', label: t('watched.state.all') },
            ...watchedListingStates.map((value) => ({
              value,
              label: t(`watched-state.${value}`),
            })),
          ]}
          onChange={({ currentTarget: { value } }) => {
            const { state: _, ...others } = filter
            const state = watchedListingStates.find((one) => one === value)
            setFilter(state === undefined ? others : { ...others, state })
          }}
        />
      </search>
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {pages.isSuccess && listings.length === 0 && (
        <Empty title={t('watched.empty')} icon="listings">
          {t(Object.keys(filter).length > 0 ? 'watched.empty.filtered' : 'watched.empty.text')}
        </Empty>
      )}
      {listings.length > 0 && (
        <ul className={styles.list} aria-label={t('watched.title')}>
          {listings.map((listing) => (
            <ListingRow key={listing.id} watch={id} listing={listing} />
          ))}
        </ul>
      )}
      <More pages={pages} />
    </Card>
  )
}

function ListingRow({ watch, listing }: { watch: string; listing: WatchedListing }): ReactNode {
  const text = useText()
  const { t, money, ago, list } = text
  const now = useNow()
  const { id, price, verdict, state, changed, visitedAt } = listing
  const title = listing.title ?? t('listing.untitled')
  return (
    <li className={styles.row}>
      <Link
        to="/watches/$id/listings/$listing"
        params={{ id: watch, listing: id }}
        className={styles.link}
      >
        <ListingThumbnail listing={listing.listing} title={title} />
        <span className={styles.words}>
          <span className={styles.top}>
            <VerdictMark verdict={verdict ?? undefined} />
            <ListingState state={state} />
            {price !== null && (
              <span className={`${styles.price} figures`}>
                {money(price.amount, price.currency)}
              </span>
            )}
          </span>
          <span className={styles.title} dir="auto">
            {title}
          </span>
          <span className={styles.fine}>
            {t('watched.visited', { when: ago(visitedAt, now) })}
            {changed.length > 0 &&
              ` · ${t('watched.changed', { fields: list(fieldWords(text, changed)) })}`}
          </span>
        </span>
      </Link>
    </li>
  )
}
