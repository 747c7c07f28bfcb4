import { Button, NativeSelect } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import {
  noticeGrounds,
  noticeOutcomes,
  noticeStates,
  NoticeStateMark,
  useNotices,
  type NoticeSummaryView,
} from '../../investigation/case-components/index.ts'
import { useKeys, useRowsByKeys } from '../../listings/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import {
  CheatSheet,
  Empty,
  Failed,
  KeyboardShortcutsButton,
  Loading,
  Moment,
  More,
  Page,
  type KeyRows,
} from '../../components/index.ts'
import styles from './notices.module.css'
import { RegimeName } from '../regime-components/index.ts'
import { useMarketplaces } from './notice-queries.ts'
import { readNoticeSearch, type NoticeSearch } from './search.ts'

const route = getRouteApi('/member/notices')

/** Notices, newest first, with filters in the address and keyboard navigation. */
export function NoticesPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const pages = useNotices(search)
  const notices = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const [help, setHelp] = useState(false)
  const { list, place, toFirst, keys: going } = useRowsByKeys(notices.length, pages)
  useKeys({
    ...going,
    Enter: () => {
      const notice = notices[place]
      if (notice) void navigate({ to: '/notices/$id', params: { id: notice.id } })
    },
    '?': () => setHelp(true),
  })
  const keys: KeyRows = [
    [['j', '↓'], t('shortcut.notices.next')],
    [['k', '↑'], t('shortcut.notices.previous')],
    [['Enter'], t('shortcut.notices.open')],
    [['/'], t('shortcut.notices.filter')],
    [['?'], t('shortcut.help')],
  ]
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page
      title={t('notices.title')}
      lead={t('notices.description')}
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/appeals/proof-requests" {...props} />}
          >
            {t('proof-requests.title')}
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/appeals/clearances" {...props} />}
          >
            {t('clearances.title')}
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/notices/settings" {...props} />}
          >
            {t('notice-settings.title')}
          </Button>
        </>
      }
    >
      <Filters search={search} onFilter={toFirst} />
      {pages.isPending && <Loading />}
      {pages.isError && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && notices.length === 0 && (
        <Empty title={t(isFiltered ? 'notices.empty.filtered' : 'notices.empty')}>
          {t(isFiltered ? 'cases.empty.filtered.text' : 'notices.empty.text')}
        </Empty>
      )}
      {notices.length > 0 && (
        <ul ref={list} className={styles.list} aria-label={t('notices.title')}>
          {notices.map((notice, index) => (
            <Row key={notice.id} notice={notice} isCurrent={index === place} />
          ))}
        </ul>
      )}
      <More pages={pages} />
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

type FiltersProps = { search: NoticeSearch; onFilter: () => void }

function Filters({ search, onFilter }: FiltersProps): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const navigate = useNavigate()
  const marketplaces = useMarketplaces()
  const change = (name: keyof NoticeSearch, value: string): void => {
    onFilter()
    const next = readNoticeSearch({ ...search, [name]: value })
    void navigate({ to: '/notices', search: next, replace: true })
  }
  const { marketplace } = search
  const names = new Set([...(marketplaces.data ?? []), ...(marketplace ? [marketplace] : [])])
  return (
    <search className={styles.filters} aria-label={t('notices.filters')}>
      <NativeSelect
        size="xs"
        data-first-filter
        aria-label={t('notices.state')}
        value={search.state ?? ''}
        data={[
          { value: '', label: t('notices.state.all') },
          ...noticeStates.map((value) => ({ value, label: t(`notice-state.${value}`) })),
        ]}
        onChange={({ currentTarget }) => change('state', currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={t('notices.awaiting')}
        value={search.waits ?? ''}
        data={[
          { value: '', label: t('notices.awaiting.all') },
          { value: 'receipt', label: t('notices.awaiting.receipt') },
          { value: 'decision', label: t('notices.awaiting.decision') },
        ]}
        onChange={({ currentTarget }) => change('waits', currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={t('notice.ground')}
        value={search.ground ?? ''}
        data={[
          { value: '', label: t('notices.ground.all') },
          ...noticeGrounds.map((value) => ({ value, label: t(`notice-ground.${value}`) })),
        ]}
        onChange={({ currentTarget }) => change('ground', currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={t('notice.outcome')}
        value={search.outcome ?? ''}
        data={[
          { value: '', label: t('notices.outcome.all') },
          ...noticeOutcomes.map((value) => ({ value, label: t(`notice-outcome.${value}`) })),
        ]}
        onChange={({ currentTarget }) => change('outcome', currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label={t('notices.marketplace')}
        value={marketplace ?? ''}
        data={[
          { value: '', label: t('notices.marketplace.all') },
          ...[...names].map((value) => ({ value, label: marketplaceName(value) })),
        ]}
        onChange={({ currentTarget }) => change('marketplace', currentTarget.value)}
      />
    </search>
  )
}

function Row({ notice, isCurrent }: { notice: NoticeSummaryView; isCurrent: boolean }): ReactNode {
  const { t, list } = useText()
  const marketplaceName = useMarketplaceName()
  const { id, caseTitle, ground, items, gone, marketplaces, regime, draftedAt, sentAt } = notice
  const [first = null] = notice.firstListings
  return (
    <li className={styles.row} data-current={isCurrent}>
      <Link
        to="/notices/$id"
        params={{ id }}
        className={styles.link}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <ListingThumbnail listing={first} title={caseTitle} of="notice" />
        <span className={styles.words}>
          <span className={styles.top}>
            <NoticeStateMark notice={notice} />
            <span className={styles.deadline}>
              <DeadlineMark notice={notice} />
            </span>
          </span>
          <span className={styles.title}>{caseTitle}</span>
          <span className={styles.details}>
            {t(`notice-ground.${ground}`)} · {list(marketplaces.map(marketplaceName))} ·{' '}
            {t('cases.listings', { count: items })}
            {gone > 0 && ` · ${t('notices.gone', { count: gone })}`} · <RegimeName id={regime} /> ·{' '}
            {t(sentAt === null ? 'notice.drafted' : 'notice.sent')}{' '}
            <Moment at={sentAt ?? draftedAt} />
          </span>
        </span>
      </Link>
    </li>
  )
}

/** The next deadline of a notice. */
function DeadlineMark({ notice }: { notice: NoticeSummaryView }): ReactNode {
  const { t } = useText()
  const { state, acknowledgedAt, decidedAt, remindAt } = notice
  if (state === 'proposed') return t('notices.awaiting.second')
  if (state !== 'sent' || decidedAt !== null) return null
  return (
    <>
      {t(acknowledgedAt === null ? 'notices.awaiting.receipt' : 'notices.awaiting.decision')}
      {remindAt !== null && (
        <>
          {' · '}
          {t('notice.remind')} <Moment at={remindAt} only="day" />
        </>
      )}
    </>
  )
}
