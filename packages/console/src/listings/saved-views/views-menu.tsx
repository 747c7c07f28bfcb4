import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core'
import { memo, useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Icon, Refused } from '../../components/index.ts'
import { filtersOf, sameFilters, type Filters, type QueueSearch } from '../queue/search.ts'
import { filtersOfView, useChangeViews, useViews, type View } from './saved-views.ts'
import styles from './views-menu.module.css'

export type ViewsMenuProps = {
  filters: Filters
  /** The selected view; the filters may have changed since. */
  view: string | undefined
  opened: boolean
  onOpened: (opened: boolean) => void
  onPick: (filters: Filters, view: string | undefined) => void
}

/** Saved views: select, save the current filters, rename, share, delete. */
export const ViewsMenu = memo(function ViewsMenu(menu: ViewsMenuProps): ReactNode {
  const { filters, view, opened, onOpened, onPick } = menu
  const { t } = useText()
  const views = useViews()
  const change = useChangeViews()
  const [naming, setNaming] = useState<'save' | 'rename'>()
  const picked = views.data?.find(({ id }) => id === view)
  const isChanged = picked !== undefined && !sameFilters(filtersOfView(picked), filters)
  return (
    <>
      <Menu opened={opened} onChange={onOpened} position="bottom-start" shadow="md" width={280}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="compact-sm"
            className={styles.target}
            rightSection={<Icon name="down" size={14} />}
          >
            {picked === undefined ? t('saved-views.title') : nameOf(picked, isChanged)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.data?.length === 0 && <Menu.Label>{t('saved-views.none')}</Menu.Label>}
          {views.isError && <Menu.Label>{t('saved-views.failed')}</Menu.Label>}
          <div className={styles.views}>
            {views.data?.map((one) => (
              <Menu.Item
                key={one.id}
                aria-current={one.id === view}
                rightSection={
                  one.shared && <span className={styles.shared}>{t('saved-views.shared')}</span>
                }
                onClick={() => onPick(filtersOfView(one), one.id)}
              >
                <span className="stranger">{one.name}</span>
              </Menu.Item>
            ))}
          </div>
          <Menu.Divider />
          <Menu.Item onClick={() => setNaming('save')}>{t('saved-views.save')}</Menu.Item>
          {picked?.mayChange && (
            <Changes
              view={picked}
              isChanged={isChanged}
              onKeep={() => change.mutate({ kind: 'change', id: picked.id, filters })}
              onRename={() => setNaming('rename')}
              onShare={() =>
                change.mutate({ kind: 'change', id: picked.id, shared: !picked.shared })
              }
              onRemove={() => {
                change.mutate({ kind: 'remove', id: picked.id })
                onPick(filters, '')
              }}
            />
          )}
        </Menu.Dropdown>
      </Menu>
      {naming !== undefined && (
        <NameDialog
          view={naming === 'rename' ? picked : undefined}
          filters={filters}
          onClose={() => setNaming(undefined)}
          onSaved={(saved) => onPick(filters, saved.id)}
        />
      )}
    </>
  )
})

function nameOf({ name }: View, isChanged: boolean): string {
  const short = name.length > 30 ? `${name.slice(0, 29)}…` : name
  return isChanged ? `${short} *` : short
}

type ChangesProps = {
  view: View
  isChanged: boolean
  onKeep: () => void
  onRename: () => void
  onShare: () => void
  onRemove: () => void
}

function Changes({ view, isChanged, ...on }: ChangesProps): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const name = view.name.slice(0, 60)
  return (
    <>
      {isChanged && <Menu.Item onClick={on.onKeep}>{t('saved-views.update', { name })}</Menu.Item>}
      <Menu.Item onClick={on.onRename}>{t('saved-views.rename', { name })}</Menu.Item>
      {view.own && rights.decide && (
        <Menu.Item onClick={on.onShare}>
          {t(view.shared ? 'saved-views.unshare' : 'saved-views.share', { name })}
        </Menu.Item>
      )}
      <Menu.Item onClick={on.onRemove}>{t('saved-views.remove', { name })}</Menu.Item>
    </>
  )
}

type NameDialogProps = {
  /** The view to rename; undefined when saving a new one. */
  view: View | undefined
  filters: Filters
  onClose: () => void
  onSaved: (view: View) => void
}

function NameDialog({ view, filters, onClose, onSaved }: NameDialogProps): ReactNode {
  const { t } = useText()
  const change = useChangeViews()
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const request = view
      ? ({ kind: 'change', id: view.id, name } as const)
      : ({ kind: 'save', name, shared, filters } as const)
    change.mutate(request, {
      onSuccess: (saved) => {
        onClose()
        if (saved !== undefined && view === undefined) onSaved(saved)
      },
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? t('saved-views.rename', { name: view.name }) : t('saved-views.save')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form onSubmit={submit} className={styles.form}>
        <TextInput
          label={t('saved-views.name')}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          maxLength={100}
          required
          data-autofocus
        />
        {view === undefined && (
          <Checkbox
            label={t('saved-views.share-new')}
            checked={shared}
            onChange={({ currentTarget }) => setShared(currentTarget.checked)}
          />
        )}
        <Refused error={change.error} />
        <Button type="submit" loading={change.isPending} disabled={name.trim() === ''}>
          {t('saved-views.submit')}
        </Button>
      </form>
    </Modal>
  )
}

/** Applies a view that an address refers to only by id, once its filters have loaded. */
export function useViewOf(search: QueueSearch, apply: (filters: Filters) => void): void {
  const { view } = search
  const views = useViews()
  const known = views.data?.find(({ id }) => id === view)
  const seen = useRef<string>(undefined)
  useEffect(() => {
    if (view === undefined || seen.current === view) return
    if (Object.keys(filtersOf(search)).length > 0) seen.current = view
    if (known === undefined || seen.current === view) return
    seen.current = view
    apply(filtersOfView(known))
  }, [view, known, search, apply])
}
