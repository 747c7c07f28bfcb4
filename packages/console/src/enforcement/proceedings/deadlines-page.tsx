import { NativeSelect, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { RunningDeadlineView as Deadline } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { useRegimeWords, useRegimes } from '../regime-components/index.ts'
import { proceedingTitle, useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  Empty,
  Moment,
  More,
  Page,
  TimeLeft,
  QueryStatus,
  useNow,
} from '../../components/index.ts'
import {
  beforeOf,
  groupsOf,
  readDeadlineSearch,
  withins,
  type DeadlineSearch,
} from './deadline-search.ts'
import styles from './proceedings.module.css'
import { ProceedingSubject } from './proceeding-subject.tsx'
import { TimeLimit } from './time-limit.tsx'

const route = getRouteApi('/member/deadlines')
const pageRows = 50

/** Upcoming deadlines of all proceedings. */
export function DeadlinesPage(): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  const search = route.useSearch()
  const navigate = useNavigate()
  const regimes = useRegimes().data?.items ?? []
  // Fixed with the filter, so that later pages continue the first.
  const [begun, setBegun] = useState(Date.now)
  const now = useNow()
  const deadlines = useInfiniteQuery({
    ...pagination,
    queryKey: ['deadlines', search, begun],
    queryFn: ({ pageParam, signal }) => {
      const { within, regime, case: kase } = search
      return server.proceedings.deadlines({
        query: {
          limit: pageRows,
          ...(within !== undefined && { before: beforeOf(within, begun) }),
          ...(regime !== undefined && { regime }),
          ...(kase !== undefined && { case: kase }),
          ...placed(pageParam),
        },
        signal,
      })
    },
    placeholderData: keepPreviousData,
  })
  const change = (more: { [K in keyof DeadlineSearch]?: string }): void => {
    setBegun(Date.now())
    const next = readDeadlineSearch({ ...search, ...more })
    void navigate({ to: '/deadlines', search: next, replace: true })
  }
  const items = deadlines.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page title={t('deadlines.title')} lead={t('deadlines.description')}>
      <search className={styles.filters} aria-label={t('cases.filters')}>
        <SegmentedControl
          size="xs"
          aria-label={t('deadlines.within')}
          value={search.within ?? ''}
          data={[
            { value: '', label: t('deadlines.within.all') },
            ...withins.map((value) => ({ value, label: t(`deadlines.within.${value}`) })),
          ]}
          onChange={(within) => change({ within })}
        />
        {regimes.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t('proceeding.regime')}
            value={search.regime ?? ''}
            data={[
              { value: '', label: t('deadlines.regime.all') },
              ...regimes.map((one) => ({ value: one.id, label: words.law(one) })),
            ]}
            onChange={({ currentTarget }) => change({ regime: currentTarget.value })}
          />
        )}
        {search.case !== undefined && (
          <Link to="/deadlines" search={{}}>
            {t('deadlines.all')}
          </Link>
        )}
      </search>
      {items.length === 0 && (
        <Card>
          {deadlines.isSuccess ? (
            <Empty title={t(isFiltered ? 'deadlines.empty.filtered' : 'deadlines.empty')}>
              {isFiltered ? t('cases.empty.filtered.text') : t('deadlines.empty.text')}
            </Empty>
          ) : (
            <QueryStatus query={deadlines} />
          )}
        </Card>
      )}
      {groupsOf(items, now).map((group) => (
        <DeadlineGroup key={group.within} {...group} />
      ))}
      <More pages={deadlines} />
    </Page>
  )
}

type DeadlineGroupProps = ReturnType<typeof groupsOf<Deadline>>[number]

function DeadlineGroup({ within, deadlines }: DeadlineGroupProps): ReactNode {
  const text = useText()
  const { t } = text
  const title = t(`deadlines.group.${within}`)
  return (
    <Card title={title}>
      <Columns
        caption={title}
        heads={[
          t('deadlines.time-left'),
          t('deadlines.due'),
          t('deadlines.deadline'),
          t('proceeding.about'),
          t('proceeding.one'),
        ]}
      >
        {deadlines.map(
          ({
            proceeding,
            title: name,
            regime,
            instance,
            dueAt,
            listing,
            about,
            notifier,
            limit,
            case: kase,
          }) => (
            <tr key={`${proceeding} ${instance} ${limit.id}`}>
              <td className="short">
                <TimeLeft at={dueAt} />
              </td>
              <td>
                <Moment at={dueAt} />
              </td>
              <td>
                <TimeLimit limit={limit} regime={regime} />
              </td>
              <td className="stranger">
                <ProceedingSubject listing={listing} case={kase} about={about} />
              </td>
              <td className="stranger">
                <Link to="/proceedings/$id" params={{ id: proceeding }}>
                  {proceedingTitle(text, name)}
                </Link>
                {notifier !== null && (
                  <div className={styles.workflow}>
                    {t('deadlines.notifier', { name: notifier })}
                  </div>
                )}
              </td>
            </tr>
          ),
        )}
      </Columns>
    </Card>
  )
}
