import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { SearchHitView } from '@touchstone/contract'
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { isMember, useSignedIn } from '../../access/session/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { server } from '../../connection/index.ts'
import { useText, type Text } from '../../messages/index.ts'
import { Icon } from '../../components/index.ts'
import { menuOf } from '../menu-items.ts'
import styles from './command-palette.module.css'
import { itemOf, type PaletteItem } from './palette-items.ts'
import { addRecentItem, recentItems } from './recent-items.ts'

const typingMilliseconds = 150
const hitsOfKind = 5
const minSearch = 2

const kinds = ['listing', 'seller', 'case', 'notice', 'brand'] as const

type Group = { title: string; items: readonly PaletteItem[] }

/** Goes to a page, or to whatever a text finds, by the keyboard alone. */
export function CommandPalette({ onClose }: { onClose: () => void }): ReactNode {
  const text = useText()
  const { t } = text
  const router = useRouter()
  const id = useId()
  const state = useSignedIn()
  const reader = `${state.person.id} ${state.organisation?.id ?? ''}`
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const [search] = useDebouncedValue(typed.trim(), typingMilliseconds)
  const found = useHits(search, isMember(state))
  const isCurrent = search === typed.trim() && !found.isPlaceholderData
  const groups = groupsOf(text, {
    typed,
    pages: menuOf(state).flatMap((group) =>
      group.places.map(({ to, label, icon }) => ({
        path: to,
        title: t(label),
        detail: null,
        icon,
      })),
    ),
    recent: recentItems(reader),
    hits: typed.trim().length < minSearch ? [] : (found.data ?? []),
  })
  const items = groups.flatMap((group) => group.items)
  const at = Math.min(place, items.length - 1)
  const open = (item: PaletteItem | undefined): void => {
    if (item === undefined) return
    addRecentItem(reader, item)
    onClose()
    router.history.push(item.path)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0 && items.length > 0) {
      event.preventDefault()
      const next = (at + by + items.length) % items.length
      setPlace(next)
      document.getElementById(optionId(id, next))?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      open(items[at])
    }
  }
  const isSearching = typed.trim().length >= minSearch && (!isCurrent || found.isFetching)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('palette.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <TextInput
        data-autofocus
        className={styles.field}
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        {...(items.length > 0 && { 'aria-activedescendant': optionId(id, at) })}
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        maxLength={200}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setPlace(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t('palette.results')} className={styles.results}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <div className={styles.group} aria-hidden="true">
              {group.title}
            </div>
            {group.items.map((item) => {
              const index = items.indexOf(item)
              return (
                <Option
                  key={item.path}
                  id={optionId(id, index)}
                  item={item}
                  isCurrent={index === at}
                  onOpen={() => open(item)}
                />
              )
            })}
          </div>
        ))}
      </div>
      <p role="status" className={styles.status}>
        {isSearching && t('palette.searching')}
        {!isSearching && items.length === 0 && t('palette.none')}
      </p>
    </Modal>
  )
}

function optionId(id: string, index: number): string {
  return `${id}-${index}`
}

function useHits(search: string, isMember: boolean) {
  return useQuery({
    queryKey: ['search', search],
    queryFn: async ({ signal }) =>
      (await server.search.find({ query: { search, limit: hitsOfKind }, signal })).items,
    enabled: isMember && search.length >= minSearch,
    placeholderData: keepPreviousData,
  })
}

type PaletteItems = {
  typed: string
  pages: readonly PaletteItem[]
  recent: readonly PaletteItem[]
  hits: readonly SearchHitView[]
}

/** Without a text, what was opened last and all pages; with one, the pages and things that it finds. */
function groupsOf({ t, words }: Text, { typed, pages, recent, hits }: PaletteItems): Group[] {
  const query = typed.trim().toLowerCase()
  const stateNames = words('palette.')
  const stateName = (state: string): string =>
    stateNames.find(({ name }) => name === state)?.words ?? state
  const all: Group[] = [
    { title: t('palette.recent'), items: query === '' ? recent : [] },
    {
      title: t('palette.pages'),
      items: pages.filter(({ title }) => title.toLowerCase().includes(query)),
    },
    ...kinds.map((kind) => ({
      title: t(`palette.${kind}`),
      items: hits
        .filter((hit) => hit.kind === kind)
        .map((hit) => {
          const item = itemOf(hit, stateName)
          return item.title === '' ? { ...item, title: t('palette.erased') } : item
        }),
    })),
  ]
  return all.filter(({ items }) => items.length > 0)
}

type OptionProps = { id: string; item: PaletteItem; isCurrent: boolean; onOpen: () => void }

function Option({ id, item, isCurrent, onOpen }: OptionProps): ReactNode {
  const { title, detail, icon } = item
  return (
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      className={styles.option}
      // The text field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <Icon name={icon} size={16} />
      <span className={`${styles.title} stranger`} dir="auto">
        <VisibleText text={title} />
      </span>
      {detail !== null && (
        <span className={`${styles.detail} stranger`}>
          <VisibleText text={detail} />
        </span>
      )}
    </div>
  )
}
