import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../session/index.ts'
import { shortId } from './entry-details.ts'
import styles from './audit-log.module.css'
import { actionsOf, type LogSearch } from './search.ts'

export type LogFiltersProps = { search: LogSearch; onSearch: (search: LogSearch) => void }

export function LogFilters({ search, onSearch }: LogFiltersProps): ReactNode {
  const { t } = useText()
  const change = (name: keyof LogSearch, value: string): void => {
    const changed = { ...search, [name]: value }
    if (value === '') delete changed[name]
    onSearch(changed)
  }
  return (
    <search className={styles.filters} aria-label={t('audit-log.filters')}>
      <div className={styles.fields}>
        <AddAction search={search} onChange={(value) => change('actions', value)} />
        <ActorFilter search={search} onChange={(value) => change('who', value)} />
        {(['from', 'to'] as const).map((name) => (
          <TextInput
            key={name}
            size="xs"
            type="date"
            label={t(`audit-log.${name}`)}
            value={search[name] ?? ''}
            onChange={({ currentTarget: { value } }) => change(name, value)}
          />
        ))}
      </div>
      <ChosenActions search={search} onChange={(value) => change('actions', value)} />
      {Object.keys(search).length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => onSearch({})}>
          {t('audit-log.clear')}
        </Button>
      )}
    </search>
  )
}

type PartProps = { search: LogSearch; onChange: (value: string) => void }

/** Each selected action is added to the previous ones. */
function AddAction({ search, onChange }: PartProps): ReactNode {
  const { t, words, locale } = useText()
  const chosen = actionsOf(search)
  const left = words('audit-log.action.')
    .filter(({ name }) => !chosen.includes(name))
    .sort((a, b) => a.words.localeCompare(b.words, locale))
  return (
    <NativeSelect
      size="xs"
      label={t('audit-log.actions')}
      value=""
      data={[
        {
          value: '',
          label: t(chosen.length === 0 ? 'audit-log.actions.all' : 'audit-log.actions.add'),
        },
        ...left.map(({ name, words: label }) => ({ value: name, label })),
      ]}
      onChange={({ currentTarget: { value } }) => {
        if (value !== '') onChange([...chosen, value].join(','))
      }}
    />
  )
}

function ChosenActions({ search, onChange }: PartProps): ReactNode {
  const { t, word } = useText()
  const chosen = actionsOf(search)
  if (chosen.length === 0) return null
  return (
    <ul className={styles.chosen} aria-label={t('audit-log.actions')}>
      {chosen.map((action) => {
        const name = word(`audit-log.action.${action}`) ?? action
        return (
          <li key={action}>
            {name}
            <CloseButton
              size="xs"
              aria-label={t('audit-log.actions.drop', { name })}
              onClick={() => onChange(chosen.filter((one) => one !== action).join(','))}
            />
          </li>
        )
      })}
    </ul>
  )
}

/** Loads colleagues' names only when the filter opens, since reading them is itself logged. */
function ActorFilter({ search, onChange }: PartProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const [wanted, setWanted] = useState(false)
  const { data } = useInfiniteQuery({
    queryKey: ['members'],
    queryFn: ({ pageParam, signal }) => server.members.list({ query: placed(pageParam), signal }),
    ...pagination,
    enabled: wanted,
  })
  const colleagues = (data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ id }) => id !== person.id)
    .map(({ id, name }) => ({ value: id, label: name }))
  const known = [{ value: person.id, label: t('audit-log.you') }, ...colleagues]
  const { who } = search
  const isKnown = who === undefined || known.some(({ value }) => value === who)
  return (
    <NativeSelect
      size="xs"
      label={t('audit-log.actor')}
      value={who ?? ''}
      data={[
        { value: '', label: t('audit-log.actor.all') },
        ...known,
        ...(isKnown ? [] : [{ value: who, label: shortId(who) }]),
      ]}
      onFocus={() => setWanted(true)}
      onChange={({ currentTarget: { value } }) => onChange(value)}
    />
  )
}
