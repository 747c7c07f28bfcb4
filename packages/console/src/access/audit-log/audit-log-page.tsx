import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { Client } from '@touchstone/client'
import type { ReactNode } from 'react'
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
import { HeadCard } from './signed-head-card.tsx'
import { LogFilters } from './audit-log-filters.tsx'
import styles from './audit-log.module.css'
import { queryOf, type LogSearch } from './search.ts'

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
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} search={search} />
        ))}
      </Columns>
      <More pages={log} />
    </Card>
  )
}

/** The wording first, with the code that programs and searches use below it. */
function Row({ entry, search }: { entry: Entry; search: LogSearch }): ReactNode {
  const text = useText()
  const { at, actor, action, subject, detail } = entry
  const { person } = useMember()
  const { t, word } = text
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td className="short">
        <Link
          to="/audit-log"
          search={{ ...search, who: actor.id }}
          title={t('audit-log.filter-by')}
        >
          {actor.id === person.id ? t('audit-log.you') : t(`actor.${actor.kind}`)}
        </Link>
        {actor.id !== person.id && <Code whole={actor.id} />}
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

function Subject({ kind, id }: Entry['subject']): ReactNode {
  const { t, word } = useText()
  const { person, organisation } = useMember()
  if (id === organisation.id) return organisation.name
  if (id === person.id) return t('audit-log.you')
  return (
    <>
      <span className={styles.kind}>{word(`audit-log.subject.${kind}`) ?? kind}</span>
      <Code whole={id} />
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
