import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'
import { Card, Columns, Denied, Empty, Moment, More, Page, Unread } from '../surface/index.ts'

/** Who changed what, and who read personal data. */
export function LogPage(): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  return (
    <Page title={t('log.title')} lead={t('log.lead')}>
      {rights.readLog ? <Log /> : <Denied>{t('log.denied')}</Denied>}
    </Page>
  )
}

function Log(): ReactNode {
  const { t } = useText()
  const log = useInfiniteQuery({
    queryKey: ['log'],
    queryFn: ({ pageParam, signal }) =>
      server.organisation.listAudit({
        query: pageParam === '' ? {} : { after: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const { person } = useMember()
  if (!log.isSuccess) return <Unread query={log} />
  const entries = log.data.pages.flatMap(({ items }) => items)
  if (entries.length === 0) return <Empty title={t('log.empty')} icon="log" />
  return (
    <Card>
      <Columns
        caption={t('log.title')}
        heads={[t('log.at'), t('log.who'), t('log.what'), t('log.on'), t('log.detail')]}
      >
        {entries.map(({ id, at, actor, action, subject, detail }) => (
          <tr key={id}>
            <td>
              <Moment at={at} />
            </td>
            <td>
              {actor.id === person.id ? t('log.you') : t(`actor.${actor.kind}`)}{' '}
              {actor.id !== person.id && <code title={actor.id}>{short(actor.id)}</code>}
            </td>
            <td>
              <code>{action}</code>
            </td>
            <td>
              {subject.kind} <code title={subject.id}>{short(subject.id)}</code>
            </td>
            <td className="stranger">{written(detail)}</td>
          </tr>
        ))}
      </Columns>
      <More pages={log} />
    </Card>
  )
}

function short(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id
}

function written(detail: Record<string, unknown>): string {
  const parts = Object.entries(detail).map(([name, value]) => {
    return `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  return parts.join(', ').slice(0, 400)
}
