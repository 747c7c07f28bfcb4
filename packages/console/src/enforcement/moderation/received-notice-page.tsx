import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useKeys } from '../../listings/index.ts'
import { useText, type Text } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  CheatSheet,
  KeyboardShortcutsButton,
  Moment,
  Page,
  QueryStatus,
  type KeyRows,
  useBlur,
} from '../../components/index.ts'
import { stateOf, undecided } from './item-state.ts'
import { ItemView } from './item-view.tsx'
import { PendingDecisionsBar } from './pending-decisions-bar.tsx'
import { keyOfItem, lastUndoable, undoDecision, usePendingDecisions } from './pending-decisions.ts'
import { ReviewPanel } from './review-panel.tsx'
import { ItemStateMark } from './state-marks.tsx'
import { NoticeCard } from './received-notice-card.tsx'
import { RecordCard } from './timeline-card.tsx'
import { useNotice, useQueue, type Queued, type Received, type ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'

const route = getRouteApi('/member/moderation/notices/$id')

export function ReceivedNoticePage(): ReactNode {
  const { id } = route.useParams()
  const notice = useNotice(id)
  if (!notice.isSuccess) return <QueryStatus query={notice} />
  return <OneNotice key={id} notice={notice.data} />
}

function OneNotice({ notice }: { notice: Received }): ReactNode {
  const text = useText()
  const { t } = text
  const { item: position = 0 } = route.useSearch()
  const rights = permissionsOf(useMember())
  const navigate = useNavigate()
  const [help, setHelp] = useState(false)
  const [blur, setBlur] = useBlur()
  const { id, items } = notice
  const place = Math.max(
    0,
    items.findIndex((one) => one.position === position),
  )
  const item = items[place]
  const go = (to: number): void => {
    const next = items[to]
    if (next === undefined) return
    const search = next.position === 0 ? {} : { item: next.position }
    void navigate({ to: '/moderation/notices/$id', params: { id }, search, replace: true })
  }
  const waiting = useNextWaiting(id)
  const goOn = (): void => {
    if (waiting === undefined) return
    const { notice: next, position } = waiting
    const search = position === 0 ? {} : { item: position }
    void navigate({ to: '/moderation/notices/$id', params: { id: next }, search })
  }
  const after = useNextItem(id, item?.position ?? 0)
  const onDecided = (): void => {
    if (after === undefined) {
      void navigate({ to: '/moderation' })
      return
    }
    const search = after.position === 0 ? {} : { item: after.position }
    void navigate({ to: '/moderation/notices/$id', params: { id: after.notice }, search })
  }
  const pending = usePendingDecisions()
  const undo = (): void => {
    const last = lastUndoable(pending)
    if (last !== undefined) undoDecision(keyOfItem(last))
  }
  useKeys({
    u: undo,
    d: () => document.querySelector<HTMLElement>('[data-next-step]')?.click(),
    n: goOn,
    j: () => go(place + 1),
    k: () => go(place - 1),
    b: () => setBlur(!blur),
    '?': () => setHelp(true),
    Escape: () => void navigate({ to: '/moderation' }),
  })
  const keys: KeyRows = [
    [['j', 'k'], t('shortcut.moderation.item')],
    [['r'], t('item-review.restrict')],
    [['a'], t('item-review.no-action')],
    [['g'], t('item-review.already-gone')],
    [['q'], t('item-review.ask')],
    [['e'], t('item-review.edit')],
    [['u'], t('pending-decision.undo')],
    [['d'], t('moderation.next')],
    [['n'], t('moderation.next-notice')],
    [['b'], t('case.blur')],
    [['Esc'], t('shortcut.moderation.back')],
    [['?'], t('shortcut.help')],
  ]
  return (
    <Page
      title={titleOf(notice, text)}
      lead={
        <>
          {t('moderation.received')} <Moment at={notice.receivedAt} /> ·{' '}
          {notice.acknowledged === null
            ? t('moderation.unacknowledged')
            : t(`moderation.acknowledged.${notice.acknowledged}`)}
        </>
      }
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          {waiting !== undefined && (
            <Button variant="default" onClick={goOn}>
              {t('moderation.next-notice')}
            </Button>
          )}
          <Button variant="default" renderRoot={(props) => <Link to="/moderation" {...props} />}>
            {t('moderation.all')}
          </Button>
        </>
      }
    >
      {notice.withdrawnAt !== null && (
        <Card>
          <p className={styles.said}>
            <strong>{t('moderation.withdrawn')}</strong> <Moment at={notice.withdrawnAt} />
            {notice.withdrawnCause !== null && ` · ${t(`withdrawal.${notice.withdrawnCause}`)}`}
            <br />
            <span className="stranger">{notice.withdrawnReason}</span>
          </p>
        </Card>
      )}
      <PendingDecisionsBar />
      {items.length > 1 && <Items items={items} at={place} onGo={go} />}
      {item && undecided.has(stateOf(item.instances, item.instance)) && (
        <ReviewPanel
          key={`${item.position} ${item.version}`}
          notice={notice}
          item={item}
          blur={blur}
          onBlur={setBlur}
          rights={rights}
          onDecided={onDecided}
        />
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          {item && (
            <ItemView
              key={item.position}
              notice={notice}
              item={item}
              blur={blur}
              onBlur={setBlur}
              rights={rights}
            />
          )}
        </div>
        <div className={styles.column}>
          <div className={styles.first}>
            <NoticeCard notice={notice} position={item?.position ?? 0} rights={rights} />
          </div>
          {item && <RecordCard key={item.position} item={item} />}
        </div>
      </div>
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

/** The next open item of another notice. */
function useNextWaiting(id: string): Queued | undefined {
  const queue = useQueue({})
  const items = queue.data?.pages.flatMap((page) => page.items) ?? []
  const index = items.findLastIndex(({ notice }) => notice === id)
  return (
    items.slice(index + 1).find(({ notice }) => notice !== id) ??
    items.find(({ notice }) => notice !== id)
  )
}

/** The next item to decide on after this one, without those whose decision is on its way. */
function useNextItem(notice: string, position: number): Queued | undefined {
  const queue = useQueue({})
  const pending = new Set(usePendingDecisions().map(keyOfItem))
  const items = queue.data?.pages.flatMap((page) => page.items) ?? []
  const key = keyOfItem({ notice, position })
  const open = items.filter((one) => keyOfItem(one) === key || !pending.has(keyOfItem(one)))
  const at = open.findIndex((one) => keyOfItem(one) === key)
  return open[at + 1] ?? open.find((one) => keyOfItem(one) !== key)
}

function titleOf({ notice, from }: Received, { t, labelled }: Text): string {
  const sender = from.name ?? notice.name
  return sender == null ? t('moderation.notice') : labelled(t('moderation.notice'), sender)
}

type ItemsProps = { items: readonly ReceivedItem[]; at: number; onGo: (to: number) => void }

function Items({ items, at, onGo }: ItemsProps): ReactNode {
  const { t } = useText()
  return (
    <ul className={styles.items} aria-label={t('moderation.items')}>
      {items.map(({ position, instances, instance }, index) => (
        <li key={position}>
          <button
            type="button"
            aria-current={index === at ? 'true' : undefined}
            onClick={() => onGo(index)}
          >
            {t('moderation.item', { number: position + 1 })}{' '}
            <ItemStateMark state={stateOf(instances, instance)} />
          </button>
        </li>
      ))}
    </ul>
  )
}
