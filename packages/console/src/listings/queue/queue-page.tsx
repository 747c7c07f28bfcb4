import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import type { DecisionVerdict } from '@touchstone/contract'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  decisionOrder,
  Empty,
  Failed,
  KeyboardShortcutsButton,
  Loading,
  useBlur,
  useDeviceSetting,
  useTitle,
} from '../../components/index.ts'
import { AddToCase, Enforce, useEnforce } from '../../investigation/case-components/index.ts'
import { InactiveBrands } from '../../brands/index.ts'
import { BulkBar } from './bulk-bar.tsx'
import { QueueKeys } from './queue-shortcuts.tsx'
import { useCurrent } from './current-listing.ts'
import {
  storedDecisionsOf,
  useDecisions,
  useCurrentDecision,
  type DecisionTarget,
  type DecisionDetails,
} from '../../review/decisions/index.ts'
import { FilterBar } from './filter-bar.tsx'
import { useKeys, type Keys } from './keyboard-shortcuts.ts'
import {
  namesIn,
  listingsIn,
  type QueueListing,
  type ListedPage,
  type Names,
} from './queue-listings.ts'
import { NewArrivals } from './new-arrivals.tsx'
import { EmptyQueue } from './empty-queue.tsx'
import { PictureOptions } from './picture-options.tsx'
import { QueueList } from './queue-list.tsx'
import { ListingPanel } from '../listing-page/listing-panel.tsx'
import { useListing, useListingPages } from '../queries.ts'
import styles from './queue-page.module.css'
import { addressesUnder, filtersOf, type Filters } from './search.ts'
import { useStableCallback } from './stable-callback.ts'
import { useViewOf, ViewsMenu } from '../saved-views/views-menu.tsx'

const route = getRouteApi('/member/listings')
/** Fewer than fit on a screen. */
const fewListings = 20
const addressOfPage = (id: string): string => `/listings/${id}`

/** The queue beside the current listing, fully usable by keyboard. */
export function QueuePage(): ReactNode {
  const { t } = useText()
  useTitle(t('queue.title'))
  const search = route.useSearch()
  const navigate = useNavigate()
  const { history } = useRouter()
  const filters = route.useSearch({ select: filtersOf, structuralSharing: true })
  const { view } = search
  const pages = useListingPages(filters)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isError } = pages
  const listings = useMemo(() => listingsIn(data?.pages ?? []), [data])
  const named = useNames(data?.pages)
  const beside = useMediaQuery('(min-width: 1080px)', true, { getInitialValueInEffect: false })
  const rights = permissionsOf(useMember())
  const desk = useDecisions()
  const currentDecision = useCurrentDecision()
  const [help, setHelp] = useState(false)
  // Rendered on first use and kept, since a closed dialog has to return the focus.
  const [asked, setAsked] = useState(false)
  if (help && !asked) setAsked(true)
  const [views, setViews] = useState(false)
  const [layout, setLayout] = useDeviceSetting('queue-layout')
  const isGrid = layout === 'grid'
  const turnLayout = (): void => setLayout(isGrid ? 'list' : 'grid')
  const [blur, setBlur] = useBlur()
  const [said, setSaid] = useState<DecisionDetails>({})
  const [following, setFollowing] = useState<readonly QueueListing[]>()
  const { picked, pick, setPicked } = usePicked(listings)
  useEffect(() => {
    // Rare matches are searched for in steps, each of which may find few.
    if (listings.length < fewListings && hasNextPage && !isFetchingNextPage && !isError) {
      void fetchNextPage()
    }
  }, [listings.length, hasNextPage, isFetchingNextPage, isError, fetchNextPage])
  const looked = useCurrent(search.listing, (id) => {
    const next = { ...filters, ...(view && { view }), listing: id }
    // The router would otherwise restore the scroll position of the previous listing.
    void navigate({ to: '/listings', search: next, replace: true, resetScroll: false })
  })
  const current = looked.id ?? (beside ? listings[0]?.id : undefined)
  // Moving quickly through the list opens no listing on the way, since some reads are logged.
  const [still] = useDebouncedValue(current, 100)
  const open = still ?? current
  const { isLoading } = useListing(open ?? '', beside && open !== undefined)
  // Counts load after the content, since a store may answer requests one by one.
  const [readUnder, setReadUnder] = useState<Filters>()
  const isRead = readUnder === filters
  if (!isRead && pages.isSuccess && !isLoading) setReadUnder(filters)
  const place = useMemo(() => listings.findIndex(({ id }) => id === current), [listings, current])
  const addressOf = useMemo(() => addressesUnder(filters, view), [filters, view])
  // A repeated key before the next listing appears would decide on the previous one again.
  const isGoing = useRef(false)
  useEffect(() => {
    isGoing.current = false
  }, [current])

  const show = (listing: QueueListing | undefined): void => {
    if (listing === undefined) return
    setSaid({})
    looked.move(listing.id)
  }
  const openPage = (id: string): void => {
    looked.settle()
    // Without it, one of two navigations at once would be lost.
    history.flush()
    void navigate({ to: '/listings/$id', params: { id } })
  }
  const openRow = useStableCallback((listing: QueueListing): void =>
    beside ? show(listing) : openPage(listing.id),
  )
  const filter = useStableCallback((next: Filters, of: string | undefined = view): void => {
    setPicked(new Set())
    looked.forget()
    const search = { ...next, ...(of && { view: of }) }
    void navigate({ to: '/listings', search, resetScroll: false })
  })
  useViewOf(search, filter)
  const withStanding = (listing: QueueListing): DecisionTarget => ({
    id: listing.id,
    version: listing.version,
    standing: currentDecision(listing),
    title: listing.title,
  })
  const decide = useStableCallback((verdict: DecisionVerdict): void => {
    if (!rights.decide) return
    const chosen = picked.size > 0 ? listings.filter(({ id }) => picked.has(id)) : []
    if (chosen.length > 0) {
      desk.decide({ listings: chosen.map(withStanding), verdict, ...said })
      setPicked(new Set())
      return
    }
    const listing = listings[place]
    if (listing === undefined || isGoing.current) return
    desk.decide({ listings: [withStanding(listing)], verdict, ...said })
    const after = listings.slice(place + 1)
    const goal = after.find((one) => currentDecision(one) === undefined) ?? after[0]
    isGoing.current = goal !== undefined
    show(goal)
  })
  const withdraw = (): void => {
    if (!rights.decide) return
    const chosen = listings.filter(({ id }) => (picked.size > 0 ? picked.has(id) : id === current))
    desk.withdraw(storedDecisionsOf(chosen, currentDecision))
    setPicked(new Set())
  }
  const follow = (): void => {
    if (!rights.workOnCases) return
    const chosen = listings.filter(({ id }) => (picked.size > 0 ? picked.has(id) : id === current))
    if (chosen.length > 0) setFollowing(chosen)
  }
  const enforcing = useEnforce()
  const sellers = new Set(
    listings.filter(({ id }) => picked.has(id)).map(({ sellerAccount }) => sellerAccount),
  )
  const isOfOneSeller = sellers.size === 1 && !sellers.has(null)
  const next = (): void => show(listings[place + 1])
  const before = (): void => show(listings[place - 1])
  const keys: Keys = {
    j: next,
    ArrowDown: next,
    k: before,
    ArrowUp: before,
    u: () => desk.undo(),
    w: withdraw,
    c: follow,
    v: () => setViews(true),
    g: turnLayout,
    b: () => setBlur(!blur),
    '/': focusFilter,
    '?': () => setHelp(true),
    Escape: () => setPicked(new Set()),
    Enter: () => {
      if (current !== undefined) openPage(current)
    },
    x: () => {
      if (current !== undefined && rights.decide) pick(current, !picked.has(current))
    },
    ...Object.fromEntries(
      decisionOrder.map((verdict, index) => [String(index + 1), () => decide(verdict)]),
    ),
  }
  useKeys(keys)

  return (
    <div className={styles.queue} data-grid={isGrid}>
      <section className={styles.side} aria-label={t('queue.title')}>
        <div className={styles.head}>
          <h1>{t('queue.title')}</h1>
          <ViewsMenu
            filters={filters}
            view={view}
            opened={views}
            onOpened={setViews}
            onPick={filter}
          />
          <PictureOptions isGrid={isGrid} onLayout={turnLayout} blur={blur} onBlur={setBlur} />
          <KeyboardShortcutsButton isCompact onClick={() => setHelp(true)} />
        </div>
        <InactiveBrands inset />
        <FilterBar filters={filters} named={named} listed={isRead} onFilter={filter} />
        {rights.decide && !(isRead && listings.length === 0) && (
          <BulkBar
            picked={picked.size}
            loaded={listings.length}
            onPickAll={(all) => setPicked(new Set(all ? listings.map(({ id }) => id) : []))}
            onDecide={decide}
            onWithdraw={withdraw}
            onFollow={follow}
            enforce={
              isOfOneSeller && <Enforce subject={{ listings: [...picked] }} enforcing={enforcing} />
            }
          />
        )}
        <div className={styles.listings}>
          {isRead && <NewArrivals filters={filters} first={listings[0]} />}
          {pages.isPending && <Loading />}
          {pages.isError && listings.length === 0 && (
            <Failed error={pages.error} retry={() => void pages.refetch()} />
          )}
          {pages.isSuccess && listings.length === 0 && !hasNextPage && (
            <EmptyQueue filters={filters} />
          )}
          {listings.length > 0 && (
            <QueueList
              // A new list starts at its top.
              key={JSON.stringify(filters)}
              pages={pages}
              listings={listings}
              place={place}
              picked={picked}
              canPick={rights.decide}
              beside={beside}
              isGrid={isGrid}
              probable={filters.sort !== undefined}
              addressOf={beside ? addressOf : addressOfPage}
              onOpen={openRow}
              onPick={pick}
            />
          )}
          {hasNextPage && listings.length < fewListings && (
            <p className={styles.looking} role="status">
              {t('queue.loading-more')}
            </p>
          )}
        </div>
      </section>
      {beside && (
        <section className={styles.panel} aria-label={t('queue.panel')}>
          {open === undefined ? (
            pages.isSuccess && <Empty title={t('queue.nothing-open')} />
          ) : (
            <ListingPanel id={open} heading="h2" said={said} onSay={setSaid} onDecide={decide} />
          )}
        </section>
      )}
      <AddToCase
        listings={following}
        onClose={() => setFollowing(undefined)}
        onDone={() => setPicked(new Set())}
      />
      {asked && <QueueKeys opened={help} onClose={() => setHelp(false)} />}
    </div>
  )
}

/** Returns the same object until a page brings new names, so that the filters do not re-render. */
function useNames(pages: readonly ListedPage[] | undefined): Names {
  const nameKeys = useMemo(() => JSON.stringify(namesIn(pages ?? [])), [pages])
  return useMemo(() => JSON.parse(nameKeys) as Names, [nameKeys])
}

type Picking = {
  picked: ReadonlySet<string>
  pick: (id: string, picked: boolean) => void
  setPicked: (picked: ReadonlySet<string>) => void
}

function usePicked(listings: readonly QueueListing[]): Picking {
  const [chosen, setPicked] = useState<ReadonlySet<string>>(new Set())
  const picked = useMemo(() => {
    if (chosen.size === 0) return chosen
    return new Set(listings.map(({ id }) => id).filter((id) => chosen.has(id)))
  }, [chosen, listings])
  const pick = useStableCallback((id: string, isPicked: boolean): void => {
    const next = new Set(picked)
    if (isPicked) next.add(id)
    else next.delete(id)
    setPicked(next)
  })
  return { picked, pick, setPicked }
}

function focusFilter(): void {
  document.querySelector<HTMLInputElement>('[data-first-filter]')?.focus()
}
