import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Suspense, useRef, useState, type ReactNode } from 'react'
import {
  Enforce,
  NoticeHistory,
  RequestCapture,
  CapturesList,
  caseKey,
  NoticesList,
  ProceedingsList,
  useCase,
  useCaseListings,
  useEnforce,
  WriteNotice,
  type CaptureRequest,
  type CaseDetailView,
} from '../case-components/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  CheatSheet,
  KeyboardShortcutsButton,
  Loading,
  NoticeBar,
  Page,
  PassingNotice,
  Refused,
  QueryStatus,
  useBlur,
  type KeyRows,
} from '../../components/index.ts'
import { useCaseActions, useNewer, type CaseActions } from './use-case-actions.ts'
import { DossiersMade } from '../../sellers/referrals/index.ts'
import styles from './case-page.module.css'
import { CaseDialogs, type DialogName } from './case-dialogs.tsx'
import { FilesCard } from './case-files-card.tsx'
import { HeadCard } from './case-header-card.tsx'
import { NotesCard } from './shared-notes-card.tsx'
import { ListingsCard } from './listings-card.tsx'
import { RecordCard } from './timeline-card.tsx'
import { PackagesCard } from './packages-card.tsx'
import { TasksCard } from './tasks-card.tsx'
import { TurnoverCard } from './turnover-card.tsx'

const route = getRouteApi('/member/cases/$id')

/** One case: subject, contents, tasks and timeline. */
export function CasePage(): ReactNode {
  const { id } = route.useParams()
  const kase = useCase(id)
  if (!kase.isSuccess) return <QueryStatus query={kase} />
  return <OneCase key={id} kase={kase.data} />
}

function OneCase({ kase }: { kase: CaseDetailView }): ReactNode {
  const { t } = useText()
  const member = useMember()
  const rights = permissionsOf(member)
  const navigate = useNavigate()
  const acting = useCaseActions(kase)
  const { act, done, undo } = acting
  const enforcing = useEnforce()
  const listings = useCaseListings(kase.id)
  const items = listings.data?.pages.flatMap((page) => page.items) ?? []
  const [dialog, setDialog] = useState<DialogName>()
  const [help, setHelp] = useState(false)
  const [wish, setWish] = useState<CaptureRequest>()
  const [asked, setAsked] = useState<string>()
  const [writing, setWriting] = useState(false)
  const [current, setCurrent] = useState(0)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [blur, setBlur] = useBlur()
  const note = useRef<HTMLTextAreaElement>(null)
  const task = useRef<HTMLInputElement>(null)
  const mayWork = rights.workOnCases && kase.state !== 'closed'
  const isMine = kase.assignee?.id === member.person.id
  const place = Math.min(current, Math.max(0, items.length - 1))
  const takeOrGive = (): void =>
    act(isMine ? { type: 'release' } : { type: 'assign', to: member.person.id })
  const work = (step: () => void) => () => {
    if (mayWork) step()
  }
  const pick = (id: string, isPicked: boolean): void => {
    const next = new Set(picked)
    if (isPicked) next.add(id)
    else next.delete(id)
    setPicked(next)
  }
  const toEnforce = { case: kase.id, ...(picked.size > 0 && { listings: [...picked] }) }
  useKeys({
    j: () => setCurrent(Math.min(place + 1, items.length - 1)),
    k: () => setCurrent(Math.max(place - 1, 0)),
    x: () => {
      const listing = items[place]
      if (listing && rights.workOnCases) pick(listing.listing, !picked.has(listing.listing))
    },
    Enter: () => {
      const listing = items[place]
      if (listing?.inSight) void navigate({ to: '/listings/$id', params: { id: listing.listing } })
    },
    a: work(takeOrGive),
    n: () => note.current?.focus(),
    t: () => task.current?.focus(),
    s: work(() => (kase.snoozedUntil === null ? setDialog('snooze') : act({ type: 'wake' }))),
    d: work(() => setDialog('due')),
    e: work(() => setDialog('escalate')),
    c: () => {
      if (rights.workOnCases) setDialog(kase.state === 'closed' ? 'reopen' : 'close')
    },
    b: () => setBlur(!blur),
    w: () => {
      if (rights.sendNotices) setWriting(true)
    },
    f: () => {
      if (rights.sendNotices) enforcing.enforce(toEnforce)
    },
    u: undo,
    '?': () => setHelp(true),
    Escape: () => {
      if (picked.size > 0) setPicked(new Set())
      else void navigate({ to: '/cases' })
    },
  })
  return (
    <Page
      title={kase.title}
      actions={
        <>
          <Enforce subject={toEnforce} enforcing={enforcing} size="sm" />
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          <Button variant="default" renderRoot={(props) => <Link to="/cases" {...props} />}>
            {t('case.all')}
          </Button>
        </>
      }
    >
      <NewerVersionBar kase={kase} acting={acting} />
      <HeadCard kase={kase} acting={acting} takeOrGive={takeOrGive} onDialog={setDialog} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <ListingsCard
            kase={kase}
            pages={listings}
            current={items[place]?.listing}
            picked={picked}
            blur={blur}
            onBlur={setBlur}
            onPick={pick}
            onPickAll={(all) => setPicked(new Set(all ? items.map((one) => one.listing) : []))}
            mayWork={mayWork}
            mayCapture={rights.handleEvidence}
            onRemove={() => {
              act({ type: 'remove-listings', listings: [...picked] })
              setPicked(new Set())
            }}
            onSplit={() => setDialog('split')}
            onCapture={setWish}
          />
          {rights.handleEvidence && (
            <Card title={t('case.captures')}>
              <CapturesList of={{ case: kase.id }} none={t('case.captures.empty')} />
            </Card>
          )}
          <Card
            title={t('notices.title')}
            actions={
              rights.sendNotices && (
                <Button size="compact-sm" variant="subtle" onClick={() => setWriting(true)}>
                  {picked.size === 0
                    ? t('notice.write')
                    : t('notice.write.selected', { count: picked.size })}
                </Button>
              )
            }
          >
            <NoticeHistory of={{ case: kase.id }} isBesideList />
            <NoticesList of={{ case: kase.id }} none={t('case.notices.empty')} />
          </Card>
          <Card title={t('case.proceedings')}>
            <ProceedingsList of={{ case: kase.id }} none={t('case.proceedings.empty')} />
          </Card>
          <Suspense fallback={<Loading />}>
            <DossiersMade of={{ case: kase.id }} source={{ case: kase.id }} />
          </Suspense>
          <FilesCard kase={kase} mayWork={mayWork} />
          {rights.packageCases && <PackagesCard kase={kase.id} />}
          <TurnoverCard kase={kase} listings={items} acting={acting} mayWork={mayWork} />
        </div>
        <div className={styles.column}>
          <TasksCard kase={kase} acting={acting} mayWork={mayWork} field={task} />
          <NotesCard kase={kase} listings={items} mayWork={mayWork} />
          <RecordCard kase={kase} acting={acting} mayNote={rights.workOnCases} field={note} />
        </div>
      </div>
      <CaseDialogs
        kase={kase}
        acting={acting}
        picked={[...picked]}
        open={dialog}
        onClose={() => setDialog(undefined)}
        onMoved={() => setPicked(new Set())}
      />
      <WriteNotice
        kase={kase}
        picked={[...picked]}
        opened={writing}
        onClose={() => setWriting(false)}
      />
      <RequestCapture wish={wish} onClose={() => setWish(undefined)} onAsked={setAsked} />
      <PassingNotice
        onClose={() => {
          acting.forget()
          setAsked(undefined)
        }}
        actions={
          asked !== undefined ? (
            <Link to="/captures/$id" params={{ id: asked }}>
              {t('capture.show')}
            </Link>
          ) : (
            done?.undo && (
              <Button size="compact-sm" variant="default" onClick={undo}>
                {t('decision-result.undo')} (u)
              </Button>
            )
          )
        }
      >
        {asked !== undefined
          ? t('capture.requested-message')
          : done && t(`case-done.${done.type}`, { count: done.count })}
      </PassingNotice>
      <CheatSheet keys={useCaseKeys()} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

/** Others' changes since the page was read, and the action refused because of them. */
function NewerVersionBar({
  kase,
  acting,
}: {
  kase: CaseDetailView
  acting: CaseActions
}): ReactNode {
  const { t } = useText()
  const newer = useNewer(kase)
  const queries = useQueryClient()
  if (acting.refused !== undefined) {
    return (
      <NoticeBar
        actions={
          <>
            <Button size="compact-sm" variant="default" onClick={acting.again}>
              {t('case.conflict.again')}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={acting.forget}>
              {t('state.cancel')}
            </Button>
          </>
        }
      >
        {t('case.conflict')}
      </NoticeBar>
    )
  }
  if (newer > 0) {
    const show = (): void => void queries.invalidateQueries({ queryKey: caseKey(kase.id) })
    return (
      <NoticeBar
        actions={
          <Button size="compact-sm" variant="default" onClick={show}>
            {t('case.newer.show')}
          </Button>
        }
      >
        {t('case.newer', { count: newer })}
      </NoticeBar>
    )
  }
  return <Refused error={acting.error} />
}

function useCaseKeys(): KeyRows {
  const { t } = useText()
  return [
    [['a'], t('shortcut.case.take')],
    [['n'], t('shortcut.case.note')],
    [['t'], t('shortcut.case.task')],
    [['d'], t('shortcut.case.due')],
    [['s'], t('shortcut.case.snooze')],
    [['e'], t('shortcut.case.escalate')],
    [['f'], t('shortcut.case.enforce')],
    [['w'], t('shortcut.case.notice')],
    [['c'], t('shortcut.case.close')],
    [['u'], t('shortcut.case.undo')],
    [['j'], t('shortcut.case.next')],
    [['k'], t('shortcut.case.before')],
    [['x'], t('shortcut.select')],
    [['Enter'], t('shortcut.open')],
    [['b'], t('shortcut.case.blur')],
    [['Esc'], t('shortcut.case.back')],
    [['?'], t('shortcut.help')],
  ]
}
