import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useKeys, useRowsByKeys } from '../../listings/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  CheatSheet,
  Empty,
  Failed,
  KeyboardShortcutsButton,
  Loading,
  Moment,
  More,
  Page,
  VerdictMark,
  type KeyRows,
} from '../../components/index.ts'
import { BulkBar } from './bulk-actions-bar.tsx'
import { PendingDecisionsBar } from './pending-decisions-bar.tsx'
import { lastUndoable, undoDecision, usePendingDecisions } from './pending-decisions.ts'
import { usePickedRows } from './picked-rows.ts'
import { DueAt, ItemStateMark, LifeSafetyMark, InstanceStateMark } from './state-marks.tsx'
import { SenderPriorityMark, Sender } from './notice-sender.tsx'
import { useQueue, type Queued } from './queries.ts'
import styles from './moderation.module.css'
import {
  grounds,
  notifierTypes,
  readModerationSearch,
  waitingStates,
  type ModerationSearch,
} from './search.ts'
import { ModerationTabs } from './moderation-tabs.tsx'

const route = getRouteApi('/member/moderation')

const keyOf = ({ notice, position }: Pick<Queued, 'notice' | 'position'>): string =>
  `${notice} ${position}`

/** Open items of received notices: possible threats to life first, then trusted flaggers, then the oldest. */
export function ModerationQueuePage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const member = useMember()
  const rights = permissionsOf(member)
  const { brands, territories } = member.organisation
  const seesAll = brands.length + territories.length === 0
  const pages = useQueue(search)
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  const pending = usePendingDecisions()
  const [help, setHelp] = useState(false)
  // Decided items share no actions, so they cannot be selected together.
  const mayPick = rights.moderate && search.work === undefined
  const { list, place, toFirst, keys: going } = useRowsByKeys(items.length, pages)
  const { picked, pick, pickAll, isLoadingAll, clear } = usePickedRows(items, keyOf, pages)
  const open = ({ notice: id, position }: Queued): void => {
    const search = position === 0 ? {} : { item: position }
    void navigate({ to: '/moderation/notices/$id', params: { id }, search })
  }
  const at = (step: (item: Queued) => void) => () => {
    const item = items[place]
    if (item !== undefined) step(item)
  }
  useKeys({
    ...going,
    Enter: at(open),
    x: at((item) => mayPick && pick(item, false)),
    X: at((item) => mayPick && pick(item, true)),
    u: () => {
      const last = lastUndoable(pending)
      if (last !== undefined) undoDecision(keyOf(last))
    },
    '?': () => setHelp(true),
    Escape: clear,
  })
  const keys: KeyRows = [
    [['j', '↓'], t('shortcut.moderation.next')],
    [['k', '↑'], t('shortcut.moderation.previous')],
    [['Enter'], t('shortcut.moderation.open')],
    [['x'], t('shortcut.moderation.select')],
    [['Shift', 'x'], t('shortcut.moderation.select-range')],
    [['u'], t('pending-decision.undo')],
    [['/'], t('shortcut.moderation.filter')],
    [['?'], t('shortcut.help')],
  ]
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page
      title={t('moderation.title')}
      lead={t('moderation.description')}
      actions={<KeyboardShortcutsButton onClick={() => setHelp(true)} />}
    >
      <ModerationTabs here="queue" />
      <PendingDecisionsBar />
      <Filters search={search} onFilter={toFirst} />
      {pages.isPending && <Loading />}
      {pages.isError && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && (
        <Empty title={t(isFiltered ? 'moderation.empty.filtered' : 'moderation.empty')}>
          {t(isFiltered ? 'cases.empty.filtered.text' : 'moderation.empty.text')}
        </Empty>
      )}
      {picked.size > 0 && (
        <BulkBar
          items={items.filter((item) => picked.has(keyOf(item)))}
          mayRestrict={search.work === undefined && seesAll}
          onDone={clear}
        />
      )}
      {mayPick && items.length > 1 && picked.size < items.length + (pages.hasNextPage ? 1 : 0) && (
        <div className={styles.selecting}>
          <Button
            size="compact-sm"
            variant="default"
            loading={isLoadingAll}
            onClick={() => void pickAll()}
          >
            {pages.hasNextPage
              ? t('moderation.select-matching')
              : t('moderation.select-all', { count: items.length })}
          </Button>
        </div>
      )}
      {items.length > 0 && (
        <ul ref={list} className={styles.list} aria-label={t('moderation.title')}>
          {items.map((item, index) => (
            <Row
              key={keyOf(item)}
              item={item}
              isCurrent={index === place}
              isPicked={picked.has(keyOf(item))}
              {...(mayPick && { onPick: (isRange: boolean) => pick(item, isRange) })}
            />
          ))}
        </ul>
      )}
      <More pages={pages} />
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

type FiltersProps = { search: ModerationSearch; onFilter: () => void }

function Filters({ search, onFilter }: FiltersProps): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const change = (changed: Record<string, string | undefined>): void => {
    onFilter()
    const next = readModerationSearch({ ...search, ...changed })
    void navigate({ to: '/moderation', search: next, replace: true })
  }
  const first = search.urgent ?? search.due ?? 'all'
  const isFollowing = search.work === 'following'
  return (
    <search className={styles.filters} aria-label={t('moderation.filters')}>
      <SegmentedControl
        aria-label={t('moderation.work')}
        size="xs"
        value={search.work ?? 'undecided'}
        data={[
          { value: 'undecided', label: t('moderation.work.undecided') },
          { value: 'following', label: t('moderation.work.following') },
        ]}
        onChange={(value) => change({ work: value, state: undefined })}
      />
      <SegmentedControl
        aria-label={t('moderation.show')}
        size="xs"
        value={first}
        data={[
          { value: 'all', label: t('moderation.show.all') },
          { value: 'over', label: t('moderation.show.over') },
          { value: 'life', label: t('received-notice.life-safety') },
        ]}
        onChange={(value) =>
          change({
            due: value === 'over' ? 'over' : undefined,
            urgent: value === 'life' ? 'life' : undefined,
          })
        }
      />
      {!isFollowing && (
        <NativeSelect
          size="xs"
          aria-label={t('moderation.state')}
          value={search.state ?? ''}
          data={[
            { value: '', label: t('moderation.state.all') },
            ...waitingStates.map((value) => ({ value, label: t(`moderation-state.${value}`) })),
          ]}
          onChange={({ currentTarget }) => change({ state: currentTarget.value })}
        />
      )}
      <NativeSelect
        size="xs"
        data-first-filter
        aria-label={t('moderation.notifier-type')}
        value={search.notifierType ?? ''}
        data={[
          { value: '', label: t('moderation.notifier-type.all') },
          ...notifierTypes.map((value) => ({ value, label: t(`notifier-type.${value}`) })),
        ]}
        onChange={({ currentTarget }) => change({ notifierType: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('moderation.ground')}
        value={search.ground ?? ''}
        data={[
          { value: '', label: t('moderation.ground.all') },
          ...grounds.map((value) => ({ value, label: t(`notice-ground.${value}`) })),
        ]}
        onChange={({ currentTarget }) => change({ ground: currentTarget.value })}
      />
    </search>
  )
}

type RowProps = {
  item: Queued
  isCurrent: boolean
  isPicked: boolean
  onPick?: (isRange: boolean) => void
}

function Row({ item, isCurrent, isPicked, onPick }: RowProps): ReactNode {
  const { t } = useText()
  const { notice, position, title, named, verdict, others } = item
  const words = title ?? named ?? t('moderation.unnamed')
  return (
    <li className={styles.row} data-current={isCurrent}>
      {onPick && (
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={t('moderation.select', { title: words })}
          // A click tells whether Shift is held; the space bar clicks too.
          onClick={({ shiftKey }) => onPick(shiftKey)}
          onChange={() => undefined}
        />
      )}
      <Link
        to="/moderation/notices/$id"
        params={{ id: notice }}
        search={position === 0 ? {} : { item: position }}
        className={styles.link}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <ListingThumbnail listing={item.listing} title={words} />
        <span className={styles.words}>
          <span className={styles.top}>
            <SenderPriorityMark notifierType={item.notifierType} />
            {item.lifeSafety && <LifeSafetyMark />}
            <ItemStateMark state={item.state} />
            {item.follows.map(({ workflow, state }, index) => (
              <InstanceStateMark key={index} workflow={workflow} state={state} />
            ))}
            <span className={styles.due}>{item.dueAt !== null && <DueAt at={item.dueAt} />}</span>
          </span>
          <span className={styles.title} dir="auto">
            {words}
          </span>
          <span className={styles.details}>
            {verdict !== null && (
              <>
                {t('moderation.engine')} <VerdictMark verdict={verdict} />{' '}
              </>
            )}
            {item.listing === null && `${t('moderation.unmatched')} · `}
            {item.ground === null
              ? t('received-notice.ground.none')
              : t(`notice-ground.${item.ground}`)}
            {others > 0 && ` · ${t('moderation.others', { count: others })}`} ·{' '}
            <Sender from={item.from} /> · <Moment at={item.receivedAt} />
          </span>
        </span>
      </Link>
    </li>
  )
}
