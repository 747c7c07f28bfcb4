import { CloseButton, Select } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

export type NameFilterProps = {
  label: string
  /** Placeholder while nothing is selected. */
  all: string
  names: readonly { value: string; label: string }[]
  value: string | undefined
  /** True for the filter that the keyboard shortcut focuses. */
  first?: boolean
  onOpen: () => void
  onChange: (value: string | null) => void
}

/** Filters by a name from the list or a typed one, since the list may be incomplete. */
export function NameFilter(filter: NameFilterProps): ReactNode {
  const { t } = useText()
  const { label, all, names, value, onOpen, onChange } = filter
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isKnown = (one: { value: string; label: string }): boolean =>
    [one.value, one.label].some((known) => known.toLowerCase() === name.toLowerCase())
  const isNew = name !== '' && !names.some(isKnown)
  return (
    <Select
      size="xs"
      data-first-filter={filter.first}
      aria-label={label}
      placeholder={all}
      data={isNew ? [...names, { value: name, label: name }] : [...names]}
      value={value ?? null}
      onChange={onChange}
      onDropdownOpen={onOpen}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      renderOption={({ option }) =>
        isNew && option.value === name ? t('queue.as-typed', { name }) : option.label
      }
      limit={60}
      nothingFoundMessage={t('queue.type-name')}
      rightSection={
        value !== undefined && (
          <CloseButton size="xs" aria-label={t('queue.clear')} onClick={() => onChange(null)} />
        )
      }
      rightSectionPointerEvents={value === undefined ? 'none' : 'all'}
      comboboxProps={{ shadow: 'md' }}
    />
  )
}
