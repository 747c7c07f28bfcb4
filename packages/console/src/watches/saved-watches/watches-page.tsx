import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server, useBrandName } from '../../connection/index.ts'
import { useKeys, useRowsByKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import {
  CheatSheet,
  KeyboardShortcutsButton,
  More,
  Page,
  PassingNotice,
  QueryStatus,
  Refused,
  useNow,
  type KeyRows,
} from '../../components/index.ts'
import {
  hostOf,
  NoWatches,
  standingOf,
  useWatchCosts,
  useWatches,
  watchesKey,
  WatchesTabs,
  WatchState,
  type Watch,
} from '../watch-components/index.ts'
import { runEndWords } from './run-end.ts'
import { AllWatchesSwitch } from './all-watches-switch.tsx'
import styles from './watches.module.css'

/** All watches of the organisation, with what each found. */
export function WatchesPage(): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const pages = useWatches()
  const watches = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const bulk = useBulkActions(watches)
  const [help, setHelp] = useState(false)
  const { list, place, keys: going } = useRowsByKeys(watches.length, pages)
  useKeys({
    ...going,
    Enter: () => {
      const watch = watches[place]
      if (watch) void navigate({ to: '/watches/$id', params: { id: watch.id } })
    },
    x: () => {
      const watch = watches[place]
      if (watch && rights.watchSites) bulk.toggle(watch.id)
    },
    u: bulk.undo,
    '?': () => setHelp(true),
  })
  const keys: KeyRows = [
    [['j', '↓'], t('shortcut.watches.next')],
    [['k', '↑'], t('shortcut.watches.before')],
    [['Enter'], t('shortcut.watches.open')],
    ...(rights.watchSites ? ([[['x'], t('shortcut.watches.select')]] as const) : []),
    [['u'], t('shortcut.watches.undo')],
    [['?'], t('shortcut.help')],
  ]
  return (
    <Page
      title={t('watches.title')}
      lead={t('watches.description')}
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          {rights.watchSites && (
            <Button renderRoot={(props) => <Link to="/watches/new" {...props} />}>
              {t('watches.new')}
            </Button>
          )}
        </>
      }
    >
      <WatchesTabs here="list" />
      {!pages.isSuccess && <QueryStatus query={pages} />}
      {pages.isSuccess && watches.length === 0 && <NoWatches />}
      {watches.length > 0 && (
        <>
          <div className={styles.bar}>
            {rights.watchSites && <BulkBar bulk={bulk} watches={watches} />}
            <AllWatchesSwitch />
          </div>
          <PassingNotice
            onClose={bulk.forget}
            actions={
              bulk.done && (
                <Button size="compact-sm" variant="default" onClick={bulk.undo}>
                  {t('watch-done.undo')}
                </Button>
              )
            }
          >
            {bulk.done && t(`watch-done.${bulk.done.action}-all`, { count: bulk.done.ids.length })}
          </PassingNotice>
          <Refused error={bulk.error} />
          <WatchRows
            ref={list}
            watches={watches}
            place={place}
            picked={bulk.picked}
            {...(rights.watchSites && { onToggle: bulk.toggle })}
          />
          <More pages={pages} />
        </>
      )}
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

type BulkAction = 'stop' | 'resume'

function useBulkActions(watches: readonly Watch[]) {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<{ action: BulkAction; ids: readonly string[] }>()
  const picked = new Set(watches.flatMap(({ id }) => (chosen.has(id) ? [id] : [])))
  const run = useMutation({
    mutationFn: async ({ action, ids }: { action: BulkAction; ids: readonly string[] }) => {
      // One after the other: what was done before a refusal stays done, and is undone with one press.
      const changed: string[] = []
      try {
        for (const id of ids) {
          await server.watches.act({ params: { id }, body: { action: { type: action } } })
          changed.push(id)
        }
      } finally {
        setDone(changed.length > 0 ? { action, ids: changed } : undefined)
        void queries.invalidateQueries({ queryKey: watchesKey })
      }
    },
    onSuccess: () => setChosen(new Set()),
  })
  return {
    picked,
    done,
    error: run.error,
    isPending: run.isPending,
    toggle: (id: string): void => {
      const next = new Set(picked)
      if (!next.delete(id)) next.add(id)
      setChosen(next)
    },
    pickAll: (isPicked: boolean): void =>
      setChosen(new Set(isPicked ? watches.map(({ id }) => id) : [])),
    act: (action: BulkAction): void => {
      const isStopped = action === 'resume'
      const ids = watches
        .filter(({ id, state }) => picked.has(id) && (state === 'stopped') === isStopped)
        .map(({ id }) => id)
      run.mutate({ action, ids })
    },
    undo: (): void => {
      if (done === undefined || run.isPending) return
      const action = done.action === 'stop' ? 'resume' : 'stop'
      run.mutate({ action, ids: done.ids }, { onSuccess: () => setDone(undefined) })
    },
    forget: (): void => {
      setDone(undefined)
      run.reset()
    },
  }
}

type BulkBarProps = { bulk: ReturnType<typeof useBulkActions>; watches: readonly Watch[] }

function BulkBar({ bulk, watches }: BulkBarProps): ReactNode {
  const { t } = useText()
  const { picked, isPending, act, pickAll } = bulk
  const chosen = watches.filter(({ id }) => picked.has(id))
  return (
    <div className={styles.bulk}>
      <Checkbox
        size="xs"
        label={
          picked.size === 0 ? t('watches.select-all') : t('bulk.selected', { count: picked.size })
        }
        checked={picked.size > 0 && picked.size === watches.length}
        indeterminate={picked.size > 0 && picked.size < watches.length}
        onChange={({ currentTarget }) => pickAll(currentTarget.checked)}
      />
      {chosen.some(({ state }) => state === 'active') && (
        <Button size="compact-sm" variant="default" loading={isPending} onClick={() => act('stop')}>
          {t('watch.stop')}
        </Button>
      )}
      {chosen.some(({ state }) => state === 'stopped') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={isPending}
          onClick={() => act('resume')}
        >
          {t('watch.resume')}
        </Button>
      )}
    </div>
  )
}

type WatchRowsProps = {
  ref: ReturnType<typeof useRowsByKeys<HTMLUListElement>>['list']
  watches: readonly Watch[]
  place: number
  picked: ReadonlySet<string>
  onToggle?: (id: string) => void
}

function WatchRows({ ref, watches, place, picked, onToggle }: WatchRowsProps): ReactNode {
  const { t } = useText()
  const isLive = watches.some(({ isRunning }) => isRunning)
  const costs = useWatchCosts({ by: 'watch' }, isLive)
  const found = new Map(costs.data?.items.map((item) => [item.key, item.perFind.count]))
  return (
    <ul ref={ref} className={styles.list} aria-label={t('watches.title')}>
      {watches.map((watch, index) => (
        <WatchRow
          key={watch.id}
          watch={watch}
          finds={costs.isSuccess ? (found.get(watch.id) ?? 0) : undefined}
          isCurrent={index === place}
          isPicked={picked.has(watch.id)}
          {...(onToggle && { onToggle })}
        />
      ))}
    </ul>
  )
}

type WatchRowProps = {
  watch: Watch
  finds: number | undefined
  isCurrent: boolean
  isPicked: boolean
  onToggle?: (id: string) => void
}

function WatchRow({ watch, finds, isCurrent, isPicked, onToggle }: WatchRowProps): ReactNode {
  const { t, ago } = useText()
  const now = useNow()
  const brandName = useBrandName()
  const { id, name, brand, site, queries, lastRun, nextRunAt } = watch
  const standing = standingOf(watch, now)
  return (
    <li className={styles.row} data-current={isCurrent}>
      {onToggle !== undefined && (
        <input
          type="checkbox"
          className={styles.pick}
          aria-label={t('watches.select', { name })}
          checked={isPicked}
          onChange={() => onToggle(id)}
        />
      )}
      <Link
        to="/watches/$id"
        params={{ id }}
        className={styles.link}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <span className={styles.words}>
          <span className={styles.title} dir="auto">
            {name}
          </span>
          <span className={styles.details}>
            {brandName(brand)} · {hostOf(site)}
            {queries.length > 0 && ` · ${t('watches.queries', { count: queries.length })}`}
          </span>
          <span className={styles.details}>
            {lastRun === null
              ? t('watches.never-run')
              : lastRun.endedAt === null
                ? t('watches.running', {
                    requests: lastRun.usage.requests,
                    listings: lastRun.listings.seen,
                  })
                : t('watches.last-run', {
                    when: ago(lastRun.endedAt, now),
                    end: runEndWords(t, lastRun),
                  })}
          </span>
        </span>
        <span className={styles.side}>
          <WatchState standing={standing} />
          {finds !== undefined && (
            <span className={`${styles.finds} figures`} data-some={finds > 0}>
              {t('watches.finds', { count: finds })}
            </span>
          )}
          {nextRunAt !== null && standing !== 'running' && standing !== 'due' && (
            <span className={styles.details}>
              {t('watches.next-run', { when: ago(nextRunAt, now) })}
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}
