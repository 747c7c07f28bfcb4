import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useBrandName } from '../../connection/index.ts'
import {
  CasesTabs,
  CaseStateMark,
  DueMark,
  OpenCase,
  PriorityMark,
  SlaMark,
  useCases,
  useNameOf,
  useQueueName,
  type ListedCaseView,
} from '../case-components/index.ts'
import { useKeys, useRowsByKeys } from '../../listings/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  CheatSheet,
  Empty,
  Failed,
  KeyboardShortcutsButton,
  Loading,
  Moment,
  More,
  Page,
  type KeyRows,
} from '../../components/index.ts'
import { CaseFilters } from './case-filters.tsx'
import styles from './cases.module.css'

const route = getRouteApi('/member/cases')

/** Cases as a queue, with filters, keyboard navigation and due dates. */
export function CasesPage(): ReactNode {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const rights = permissionsOf(useMember())
  const pages = useCases(search)
  const cases = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const [opening, setOpening] = useState(false)
  const [help, setHelp] = useState(false)
  const { list, place, toFirst, keys: going } = useRowsByKeys(cases.length, pages)
  useKeys({
    ...going,
    Enter: () => {
      const kase = cases[place]
      if (kase) void navigate({ to: '/cases/$id', params: { id: kase.id } })
    },
    '?': () => setHelp(true),
  })
  const keys: KeyRows = [
    [['j', '↓'], t('shortcut.cases.next')],
    [['k', '↑'], t('shortcut.cases.before')],
    [['Enter'], t('shortcut.cases.open')],
    [['/'], t('shortcut.cases.filter')],
    [['?'], t('shortcut.help')],
  ]
  const isFiltered = Object.keys(search).length > 0
  return (
    <Page
      title={t('cases.title')}
      lead={t('cases.description')}
      actions={
        <>
          <KeyboardShortcutsButton onClick={() => setHelp(true)} />
          {rights.workOnCases && <Button onClick={() => setOpening(true)}>{t('cases.new')}</Button>}
        </>
      }
    >
      <CasesTabs here="list" />
      <CaseFilters
        search={search}
        names={['state', 'assignee', 'priority', 'queue', 'brand']}
        onSearch={(next) => {
          toFirst()
          void navigate({ to: '/cases', search: next, replace: true })
        }}
      />
      {pages.isPending && <Loading />}
      {pages.isError && <Failed error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && cases.length === 0 && (
        <Empty title={t(isFiltered ? 'cases.empty.filtered' : 'cases.empty')}>
          {t(isFiltered ? 'cases.empty.filtered.text' : 'cases.empty.text')}
        </Empty>
      )}
      {cases.length > 0 && (
        <ul ref={list} className={styles.list} aria-label={t('cases.title')}>
          {cases.map((kase, index) => (
            <Row key={kase.id} kase={kase} isCurrent={index === place} />
          ))}
        </ul>
      )}
      <More pages={pages} />
      <OpenCase
        listings={[]}
        opened={opening}
        onClose={() => setOpening(false)}
        onDone={({ id }) => void navigate({ to: '/cases/$id', params: { id } })}
      />
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

function Row({ kase, isCurrent }: { kase: ListedCaseView; isCurrent: boolean }): ReactNode {
  const { t, list } = useText()
  const nameOf = useNameOf()
  const queueName = useQueueName()
  const brandName = useBrandName()
  const { id, title, brands, queue, assignee, listings, openTasks, escalated, changedAt } = kase
  const [first = null] = kase.newestListings
  return (
    <li className={styles.row} data-current={isCurrent}>
      <Link
        to="/cases/$id"
        params={{ id }}
        className={styles.link}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <ListingThumbnail listing={first} title={title} of="case" />
        <span className={styles.words}>
          <span className={styles.top}>
            <PriorityMark kase={kase} />
            {kase.state !== 'open' && <CaseStateMark kase={kase} />}
            {escalated && <span className={styles.escalated}>{t('case.escalated')}</span>}
            <span className={styles.due}>
              <SlaMark kase={kase} />{' '}
              {(kase.due !== null || kase.sla === null) && <DueMark kase={kase} />}
            </span>
          </span>
          <span className={styles.title} dir="auto">
            {title}
          </span>
          <span className={styles.details}>
            {assignee === null ? t('case.assignee.none') : nameOf(assignee.id)} ·{' '}
            {t('cases.listings', { count: listings })}
            {openTasks > 0 && ` · ${t('cases.tasks', { count: openTasks })}`}
            {queue !== null && ` · ${queueName(queue)}`}
            {brands.length > 0 && ` · ${list(brands.map(brandName))}`} ·{' '}
            {t(`case-subject.${kase.about}`)} · <Moment at={changedAt} />
          </span>
        </span>
      </Link>
    </li>
  )
}
