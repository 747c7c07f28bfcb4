import { NativeSelect, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { useBrandNames } from '../../connection/index.ts'
import { casePriorities, useNames, useQueues } from '../case-components/index.ts'
import { NameFilter } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import styles from './cases.module.css'
import { readCaseSearch, type CaseSearch } from './search.ts'

const states = ['open', 'snoozed', 'closed'] as const

export type CaseFiltersProps = {
  search: CaseSearch
  /** The filters to show. */
  names: readonly (keyof CaseSearch)[]
  onSearch: (search: CaseSearch) => void
}

/** The filters of the cases, all in the page's address. */
export function CaseFilters({ search, names, onSearch }: CaseFiltersProps): ReactNode {
  const { t } = useText()
  const people = useNames()
  const queues = useQueues().data ?? []
  const brands = useBrandNames()
  const { organisation } = useMember()
  const has = (name: keyof CaseSearch): boolean => names.includes(name)
  const change = (name: keyof CaseSearch, value: string | null): void =>
    onSearch(readCaseSearch({ ...search, [name]: value }))
  const brandIds = [...new Set([...(brands?.keys() ?? []), ...organisation.brands])]
  return (
    <search className={styles.filters} aria-label={t('cases.filters')}>
      {has('state') && (
        <SegmentedControl
          aria-label={t('cases.state')}
          size="xs"
          value={search.state ?? 'open'}
          data={states.map((value) => ({ value, label: t(`case-state.${value}`) }))}
          onChange={(value) => change('state', value)}
        />
      )}
      {has('assignee') && (
        <NativeSelect
          size="xs"
          data-first-filter
          aria-label={t('cases.assignee')}
          value={search.assignee ?? ''}
          data={[
            { value: '', label: t('cases.assignee.all') },
            { value: 'me', label: t('cases.assignee.me') },
            { value: 'nobody', label: t('cases.assignee.nobody') },
            ...[...people].map(([value, label]) => ({ value, label })),
          ]}
          onChange={({ currentTarget }) => change('assignee', currentTarget.value)}
        />
      )}
      {has('priority') && (
        <NativeSelect
          size="xs"
          aria-label={t('cases.priority')}
          value={search.priority ?? ''}
          data={[
            { value: '', label: t('cases.priority.all') },
            ...casePriorities.map((value) => ({ value, label: t(`case-priority.${value}`) })),
          ]}
          onChange={({ currentTarget }) => change('priority', currentTarget.value)}
        />
      )}
      {has('queue') && queues.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t('cases.queue')}
          value={search.queue ?? ''}
          data={[
            { value: '', label: t('cases.queue.all') },
            ...queues.map(({ id: value, name: label }) => ({ value, label })),
          ]}
          onChange={({ currentTarget }) => change('queue', currentTarget.value)}
        />
      )}
      {has('brand') && (
        <NameFilter
          label={t('queue.brand')}
          all={t('cases.brand.all')}
          names={brandIds.map((value) => ({ value, label: brands?.get(value) ?? value }))}
          value={search.brand}
          onOpen={() => undefined}
          onChange={(value) => change('brand', value)}
        />
      )}
    </search>
  )
}
