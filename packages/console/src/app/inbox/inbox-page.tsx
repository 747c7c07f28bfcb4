import { useRouter, getRouteApi, Link } from '@tanstack/react-router'
import type { InboxCountView, InboxItemView, InboxKind, InboxUrgency } from '@touchstone/contract'
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react'
import { useText, withMessages } from '../../messages/index.ts'
import { InstallationCard } from '../../access/operator/index.ts'
import { ReceivedReferralsHome } from '../../sellers/referrals/index.ts'
import { isMember, permissionsOf, useSignedIn } from '../../access/session/index.ts'
import { useKeys } from '../../listings/index.ts'
import {
  Card,
  CheatSheet,
  KeyboardShortcutsButton,
  Loading,
  Page,
  QueryStatus,
  Refused,
  type KeyRows,
} from '../../components/index.ts'
import { menuOf, needingYou } from '../menu-items.ts'
import { besideSteps, stepsNeedingYou } from './beside-steps.ts'
import { useFirstSteps } from './first-steps.ts'
import { GetStarted } from './get-started.tsx'
import styles from './inbox.module.css'
import { InboxRow } from './inbox-row.tsx'
import { KindFilter } from './kind-filter.tsx'
import { groupsOf } from './kind-groups.ts'
import { listOf } from './lists.ts'
import { useInbox } from './queries.ts'
import { useItemAction } from './use-item-action.ts'

/** Loaded by those who have no open work. */
const CaughtUp = lazy(async () => {
  const loaded = await withMessages(['empty-inbox'], import('./caught-up.tsx'))
  return { default: loaded.CaughtUp }
})

const route = getRouteApi('/member/')

const urgencies = ['overdue', 'soon', 'open', 'new'] as const satisfies InboxUrgency[]

/** Only the first findings are shown: the queue lists all of them. */
const findingsShown = 8

/** The home page: open work of this person, the most urgent first. */
export function InboxPage(): ReactNode {
  const { t } = useText()
  const state = useSignedIn()
  const { organisation } = state
  const { kind } = route.useSearch()
  const inbox = useInbox()
  const action = useItemAction()
  const [help, setHelp] = useState(false)
  const started = useFirstSteps()
  /** An authority works on the dossiers that it received. */
  const isHome = isMember(state) && permissionsOf(state).receiveDossiers
  // Together, so that no row moves or disappears.
  const isReady = inbox.isSuccess && !started.isLoading
  const waiting = besideSteps(inbox.data ?? { items: [], counts: [] }, started.steps)
  const groupsOfKinds = groupsOf(menuOf(state), waiting.counts)
  const filter = kind && (groupsOfKinds.find(({ kinds }) => kinds.includes(kind))?.kinds ?? [kind])
  const items = waiting.items.filter((item) => filter?.includes(item.kind) ?? true)
  const groups = urgencies.map((urgency) => {
    const all = items.filter((item) => item.urgency === urgency)
    return { urgency, items: urgency === 'new' ? all.slice(0, findingsShown) : all }
  })
  const visibleItems = groups.flatMap((group) => group.items)
  const { page, keys } = useItemKeys(visibleItems, action.mutate)
  useKeys({ ...keys, '?': () => setHelp(true) })
  const rows: KeyRows = [
    [['J', '↓'], t('inbox.key.next')],
    [['K', '↑'], t('inbox.key.previous')],
    [['Enter'], t('inbox.key.open')],
    [['E'], t('inbox.key.act')],
    [['?'], t('shortcut.title')],
  ]
  const caughtUp = isReady && waiting.items.length === 0 && started.steps.length === 0 && (
    <Suspense fallback={<Loading />}>
      <CaughtUp />
    </Suspense>
  )
  return (
    <Page
      title={t('inbox.title')}
      lead={[organisation?.name, t(`inbox.purpose.${organisation?.kind ?? 'operator'}`)]
        .filter((part) => part !== undefined)
        .join(' · ')}
      actions={visibleItems.length > 0 && <KeyboardShortcutsButton onClick={() => setHelp(true)} />}
    >
      {!isReady && <QueryStatus query={inbox} />}
      <Refused error={action.error} />
      {isReady && waiting.items.length + started.steps.length > 0 && (
        <NeedsYou counts={waiting.counts} steps={stepsNeedingYou(started.steps)} />
      )}
      {isHome && (
        <Suspense fallback={<Loading />}>
          <ReceivedReferralsHome empty={caughtUp} />
        </Suspense>
      )}
      <GetStarted steps={started.steps} dismiss={started.dismiss} />
      {!isHome && caughtUp}
      {isReady && waiting.items.length > 0 && (
        <div ref={page} className={styles.items}>
          <KindFilter groups={groupsOfKinds} counts={waiting.counts} kind={kind} />
          {groups.map(
            (group) =>
              group.items.length > 0 && (
                <Card
                  key={group.urgency}
                  title={t(`inbox.urgency.${group.urgency}`)}
                  {...(group.urgency === 'new' && { lead: t('inbox.new-not-counted') })}
                >
                  <ul className={styles.list} aria-label={t(`inbox.urgency.${group.urgency}`)}>
                    {group.items.map((item) => (
                      <InboxRow
                        key={`${item.kind} ${item.id}`}
                        item={item}
                        isActing={action.isPending && action.variables === item}
                        onAct={() => action.mutate(item)}
                      />
                    ))}
                  </ul>
                </Card>
              ),
          )}
          <More counts={waiting.counts} shown={visibleItems} filter={filter} />
        </div>
      )}
      {!isMember(state) && (
        <Suspense fallback={<Loading />}>
          <InstallationCard />
        </Suspense>
      )}
      <CheatSheet keys={rows} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

/** The number beside the inbox in the menu, in its words. */
function NeedsYou({ counts, steps }: { counts: readonly InboxCountView[]; steps: number }) {
  const { t } = useText()
  const { count, more } = needingYou(counts)
  return (
    <p className={styles.needs}>
      {t('nav.waiting', { count: count + steps, more: more ? '+' : '' })}
    </p>
  )
}

type MoreProps = {
  counts: readonly InboxCountView[]
  shown: readonly InboxItemView[]
  filter: readonly InboxKind[] | undefined
}

/** Links to the full lists of kinds with more items than are shown. */
function More({ counts, shown, filter }: MoreProps): ReactNode {
  const { t, number } = useText()
  const state = useSignedIn()
  const rest = counts.filter(
    (one) =>
      (filter?.includes(one.kind) ?? true) &&
      (one.more || one.count > shown.filter((item) => item.kind === one.kind).length),
  )
  if (rest.length === 0) return null
  return (
    <ul className={styles.more} aria-label={t('inbox.more')}>
      {rest.map((one) => (
        <li key={one.kind}>
          <Link {...listOf(one.kind, state)}>
            {t('inbox.more.of', {
              kind: t(`inbox.list.${one.kind}`),
              count: `${number(one.count)}${one.more ? '+' : ''}`,
            })}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** Keys move the focus from row to row, so that a screen reader reads the row that Enter opens. */
function useItemKeys(items: readonly InboxItemView[], act: (item: InboxItemView) => void) {
  const router = useRouter()
  const page = useRef<HTMLDivElement>(null)
  const links = (): HTMLElement[] => [
    ...(page.current?.querySelectorAll<HTMLElement>('[data-inbox-row]') ?? []),
  ]
  const place = (): number => links().findIndex((link) => link === document.activeElement)
  const move = (by: 1 | -1): void => {
    const all = links()
    const from = place()
    const to = from === -1 ? (by === 1 ? 0 : all.length - 1) : from + by
    all[to]?.focus()
    all[to]?.scrollIntoView({ block: 'nearest' })
  }
  const current = (): InboxItemView | undefined => items[place()]
  const open = (): void => {
    const item = current()
    if (item !== undefined) router.history.push(item.path)
  }
  const doIt = (): void => {
    const item = current()
    if (item === undefined) return
    if (item.action === null) router.history.push(item.path)
    else act(item)
  }
  const [on, back] = [() => move(1), () => move(-1)]
  return {
    page,
    keys: { j: on, ArrowDown: on, k: back, ArrowUp: back, o: open, e: doIt },
  }
}
