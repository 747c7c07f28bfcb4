import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { Client } from '@touchstone/client'
import { useState, type ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Empty,
  Moment,
  More,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { detailOf, shortId } from './entry-details.ts'
import { foldReads } from './fold-reads.ts'
import { HeadCard } from './signed-head-card.tsx'
import { LogFilters } from './audit-log-filters.tsx'
import styles from './audit-log.module.css'
import { actionsOf, queryOf, type LogSearch } from './search.ts'

const route = getRouteApi('/member/audit-log')

type Entry = Awaited<ReturnType<Client['organisation']['listAudit']>>['items'][number]

export function AuditLogPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const search = route.useSearch()
  const navigate = useNavigate()
  return (
    <Page title={t('audit-log.title')} lead={t('audit-log.description')}>
      {rights.readLog ? (
        <>
          <HeadCard />
          <LogFilters
            search={search}
            onSearch={(next) =>
              void navigate({ to: '/audit-log', search: next, resetScroll: false })
            }
          />
          <Log search={search} />
        </>
      ) : (
        <Denied>{t('audit-log.denied')}</Denied>
      )}
    </Page>
  )
}

function Log({ search }: { search: LogSearch }): ReactNode {
  const { t } = useText()
  const query = queryOf(search)
  const log = useInfiniteQuery({
    queryKey: ['log', query],
    queryFn: ({ pageParam, signal }) =>
      server.organisation.listAudit({
        query: { ...query, ...placed(pageParam) },
        signal,
      }),
    ...pagination,
  })
  if (!log.isSuccess) return <QueryStatus query={log} />
  const entries = log.data.pages.flatMap(({ items }) => items)
  // Whoever filters by actions wants to see each entry.
  const groups = actionsOf(search).length === 0 ? foldReads(entries) : entries.map(alone)
  if (entries.length === 0) {
    const filtered = Object.keys(search).length > 0
    return <Empty title={t(filtered ? 'audit-log.no-match' : 'audit-log.empty')} icon="log" />
  }
  return (
    <Card>
      <Columns
        caption={t('audit-log.title')}
        heads={[
          t('audit-log.time'),
          t('audit-log.actor'),
          t('audit-log.action-name'),
          t('audit-log.on'),
          t('audit-log.details'),
        ]}
      >
        {groups.map((group) =>
          group.length === 1 ? (
            <Row key={group[0].id} entry={group[0]} search={search} />
          ) : (
            <FoldedReads key={group[0].id} entries={group} search={search} />
          ),
        )}
      </Columns>
      <More pages={log} />
    </Card>
  )
}

type ReadsProps = { entries: [Entry, ...Entry[]]; search: LogSearch }

function alone(entry: Entry): [Entry] {
  return [entry]
}

/** Consecutive reads of one actor: a row that opens into theirs. */
function FoldedReads({ entries, search }: ReadsProps): ReactNode {
  const { t, list, word } = useText()
  const [isOpen, setOpen] = useState(false)
  const [newest] = entries
  const kinds = [...new Set(entries.map(({ action }) => action))]
  return (
    <>
      <tr>
        <td>
          <Moment at={newest.at} />
        </td>
        <td className="short">
          <ActorCell actor={newest.actor} search={search} />
        </td>
        <td>
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('audit-log.reads', { count: entries.length })}
          </Button>
        </td>
        <td colSpan={2}>
          {list(kinds.map((action) => word(`audit-log.action.${action}`) ?? action))}
        </td>
      </tr>
      {isOpen && entries.map((entry) => <Row key={entry.id} entry={entry} search={search} />)}
    </>
  )
}

type ActorCellProps = { actor: Entry['actor']; search: LogSearch }

function ActorCell({ actor: { id, kind, name }, search }: ActorCellProps): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const isReader = id === person.id
  return (
    <>
      <Link to="/audit-log" search={{ ...search, who: id }} title={t('audit-log.filter-by')}>
        {isReader ? t('audit-log.you') : (name ?? t(`actor.${kind}`))}
      </Link>
      {!isReader && name === null && <Code whole={id} />}
    </>
  )
}

/** The wording first, with the code that programs and searches use below it. */
function Row({ entry, search }: { entry: Entry; search: LogSearch }): ReactNode {
  const text = useText()
  const { at, actor, action, subject, detail } = entry
  const { word } = text
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td className="short">
        <ActorCell actor={actor} search={search} />
      </td>
      <td>
        {word(`audit-log.action.${action}`)}
        <Code whole={action} />
      </td>
      <td>
        <Subject {...subject} />
      </td>
      <td className="stranger">{detailOf(text, detail).join(' · ').slice(0, 400)}</td>
    </tr>
  )
}

function Subject({ kind, id, name }: Entry['subject']): ReactNode {
  const { t, word } = useText()
  const { person, organisation } = useMember()
  if (id === organisation.id) return organisation.name
  if (id === person.id) return t('audit-log.you')
  return (
    <>
      <span className={styles.kind}>{word(`audit-log.subject.${kind}`) ?? kind}</span>
      {name === null ? <Code whole={id} /> : <div>{name}</div>}
    </>
  )
}

function Code({ whole }: { whole: string }): ReactNode {
  return (
    <code className={styles.code} title={whole}>
      {shortId(whole)}
    </code>
  )
}
