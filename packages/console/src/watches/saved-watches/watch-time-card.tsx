import { Button, NumberInput, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { pagination, placed, server } from '../../connection/index.ts'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, Refused, Paged } from '../../components/index.ts'
import { watchesKey, watchKey, type Watch } from '../watch-components/index.ts'
import styles from './watch-page.module.css'

/** The minutes that people spent on the watch, which are part of what its finds cost. */
export function WatchTimeCard({ watch: { id } }: { watch: Watch }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const entries = useInfiniteQuery({
    queryKey: [...watchKey(id), 'time'],
    queryFn: ({ pageParam, signal }) =>
      server.watchCosts.timeEntries({
        params: { id },
        query: { limit: 10, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
  return (
    <Card title={t('watch-time.title')} lead={t('watch-time.description')}>
      {rights.logTime && <TimeForm id={id} />}
      <Paged pages={entries} empty={null}>
        {(items) => (
          <ul className={styles.entries} aria-label={t('watch-time.title')}>
            {items.map((entry) => (
              <TimeEntry key={entry.id} watch={id} entry={entry} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  )
}

function TimeForm({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [minutes, setMinutes] = useState('15')
  const [note, setNote] = useState('')
  const log = useMutation({
    mutationFn: () =>
      server.watchCosts.logTime({
        params: { id },
        body: {
          day: new Date().toISOString().slice(0, 10),
          minutes: Number(minutes),
          ...(note.trim() !== '' && { note: note.trim() }),
        },
      }),
    onSuccess: async () => {
      setNote('')
      await queries.invalidateQueries({ queryKey: watchesKey })
    },
  })
  const isNumber = /^[1-9]\d{0,3}$/.test(minutes) && Number(minutes) <= 1440
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isNumber) log.mutate()
  }
  return (
    <form onSubmit={submit} className={styles.time}>
      <NumberInput
        label={t('watch-time.minutes')}
        w={110}
        hideControls
        clampBehavior="none"
        value={minutes}
        error={isNumber ? undefined : t('watch-time.minutes.fault')}
        onChange={(value) => setMinutes(String(value))}
      />
      <TextInput
        label={t('watch-time.note')}
        flex="1 1 200px"
        maxLength={500}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={log.isPending}>
        {t('watch-time.log')}
      </Button>
      <Refused error={log.error} />
    </form>
  )
}

type Entry = Awaited<ReturnType<typeof server.watchCosts.timeEntries>>['items'][number]

function TimeEntry({ watch, entry }: { watch: string; entry: Entry }): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const queries = useQueryClient()
  const { person, organisation } = useMember()
  const { id, day, minutes, note } = entry
  const mayRemove = entry.person === person.id || organisation.roles.includes('admin')
  const remove = useMutation({
    mutationFn: () => server.watchCosts.removeTime({ params: { id: watch, entry: id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: watchesKey }),
  })
  const words = t('watch-time.entry', { minutes })
  return (
    <li>
      <span className="figures">{words}</span>
      <Moment at={day} only="day" />
      {entry.person !== null && <span>{nameOf(entry.person)}</span>}
      {note !== null && <span className="stranger">{note}</span>}
      {mayRemove && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={remove.isPending}
          aria-label={`${t('watch-time.remove')}: ${words}`}
          onClick={() => remove.mutate()}
        >
          {t('watch-time.remove')}
        </Button>
      )}
      <Refused error={remove.error} />
    </li>
  )
}
