import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server, useBrandName } from '../../connection/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import {
  CheatSheet,
  ConfirmButton,
  KeyboardShortcutsButton,
  Page,
  PassingNotice,
  QueryStatus,
  Refused,
  StrangersAddress,
  type KeyRows,
} from '../../components/index.ts'
import { useWatch, watchesKey, type Watch } from '../watch-components/index.ts'
import { ProposalsCard } from '../proposals/index.ts'
import { EditWatch } from './edit-watch.tsx'
import { searchedAddress } from './site-choice.ts'
import { RunsCard } from './runs-card.tsx'
import { useWatchActions, type WatchActions } from './use-watch-actions.ts'
import { WatchNowCard } from './watch-now-card.tsx'
import { WatchTimeCard } from './watch-time-card.tsx'
import { WatchedListingsCard } from './watched-listings-card.tsx'

const route = getRouteApi('/member/watches/$id')

/** One watch: what it does now, what it found, its runs and the time spent on it. */
export function WatchPage(): ReactNode {
  const { id } = route.useParams()
  const watch = useWatch(id)
  if (!watch.isSuccess) return <QueryStatus query={watch} />
  return <WatchDetails key={id} watch={watch.data} />
}

function WatchDetails({ watch }: { watch: Watch }): ReactNode {
  const { t, list } = useText()
  const brandName = useBrandName()
  const rights = permissionsOf(useMember())
  const actions = useWatchActions(watch)
  const [editing, setEditing] = useState(false)
  const [help, setHelp] = useState(false)
  const isStopped = watch.state === 'stopped'
  useKeys({
    ...(rights.watchSites && {
      r: () => {
        if (!isStopped && !watch.isRunning) actions.act('run-now')
      },
      s: () => actions.act(isStopped ? 'resume' : 'stop'),
      e: () => setEditing(true),
      u: actions.undo,
    }),
    '?': () => setHelp(true),
  })
  const keys: KeyRows = [
    [['r'], t('watch.run-now')],
    [['s'], `${t('watch.stop')} / ${t('watch.resume')}`],
    [['e'], t('watch.edit')],
    [['u'], t('shortcut.watches.undo')],
    [['?'], t('shortcut.help')],
  ]
  return (
    <Page
      title={watch.name}
      lead={
        <>
          {brandName(watch.brand)} ·{' '}
          <StrangersAddress text={searchedAddress(watch.site, watch.queries)} />
          {watch.queries.length > 0 && ` · ${list(watch.queries)}`}
        </>
      }
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          {rights.watchSites && (
            <WatchButtons watch={watch} actions={actions} onEdit={() => setEditing(true)} />
          )}
        </>
      }
    >
      <Refused error={actions.error} />
      <PassingNotice
        onClose={actions.forget}
        actions={
          actions.done?.undo && (
            <Button size="compact-sm" variant="default" onClick={actions.undo}>
              {t('watch-done.undo')}
            </Button>
          )
        }
      >
        {actions.done && t(`watch-done.${actions.done.type}`)}
      </PassingNotice>
      <WatchNowCard watch={watch} />
      <ProposalsCard watch={watch.id} mayDecide={rights.watchSites} />
      <WatchedListingsCard watch={watch} />
      <RunsCard watch={watch} />
      <WatchTimeCard watch={watch} />
      {editing && (
        <EditWatch watch={watch} onEdit={actions.edit} onClose={() => setEditing(false)} />
      )}
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

type WatchButtonsProps = { watch: Watch; actions: WatchActions; onEdit: () => void }

function WatchButtons({ watch, actions, onEdit }: WatchButtonsProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { id, name, state, isRunning } = watch
  const isStopped = state === 'stopped'
  const remove = async (): Promise<void> => {
    await server.watches.remove({ params: { id } })
    await navigate({ to: '/watches' })
    await queries.invalidateQueries({ queryKey: watchesKey })
  }
  return (
    <>
      {!isStopped && !isRunning && (
        <Button loading={actions.isPending} onClick={() => actions.act('run-now')}>
          {t('watch.run-now')}
        </Button>
      )}
      <Button
        variant={isStopped ? 'filled' : 'default'}
        loading={actions.isPending}
        onClick={() => actions.act(isStopped ? 'resume' : 'stop')}
      >
        {t(isStopped ? 'watch.resume' : 'watch.stop')}
      </Button>
      <Button variant="default" onClick={onEdit}>
        {t('watch.edit')}
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/watches/costs" search={{ watch: id }} {...props} />}
      >
        {t('watches.view.costs')}
      </Button>
      <ConfirmButton
        label={t('watch.delete')}
        of={name}
        title={t('watch.delete.title')}
        text={t('watch.delete.text')}
        run={remove}
        button={{ variant: 'subtle', color: 'red' }}
      />
    </>
  )
}
