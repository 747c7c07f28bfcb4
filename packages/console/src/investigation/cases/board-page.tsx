import { Button, Modal, Switch } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { CaseAction } from '@touchstone/contract'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import {
  CasesTabs,
  type BoardColumn,
  type Board,
  type CaseOnBoard,
} from '../case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  CheatSheet,
  Page,
  Refused,
  QueryStatus,
  useBlur,
  type KeyRows,
} from '../../components/index.ts'
import { BoardCard } from './board-card.tsx'
import { actsFor, promptFor, columnNames } from './board-moves.ts'
import styles from './board.module.css'
import { CaseFilters } from './case-filters.tsx'
import { MoveForm } from './move-case-form.tsx'
import type { CaseSearch } from './search.ts'

const route = getRouteApi('/member/cases/board')
const first = 20
const maxCards = 100

type Move = { kase: CaseOnBoard; to: BoardColumn }

/** Cases by assignee; moving a card performs an action on its case. */
export function BoardPage(): ReactNode {
  const { t } = useText()
  const { brand, queue } = route.useSearch()
  const member = useMember()
  const mayMove = permissionsOf(member).workOnCases
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [each, setEach] = useState(first)
  const [blur, setBlur] = useBlur()
  const [asked, setAsked] = useState<Move>()
  const [moved, setMoved] = useState<string>()
  const [over, setOver] = useState<BoardColumn>()
  const [help, setHelp] = useState(false)
  const dragged = useRef<{ kase: CaseOnBoard; from: BoardColumn }>(undefined)
  const grid = useRef<HTMLDivElement>(null)
  const narrowed = { ...(brand !== undefined && { brand }), ...(queue !== undefined && { queue }) }
  const board = useQuery({
    queryKey: ['cases', 'board', narrowed, each],
    queryFn: ({ signal }) => server.cases.board({ query: { ...narrowed, each }, signal }),
    placeholderData: keepPreviousData,
  })
  const readAgain = () => queries.invalidateQueries({ queryKey: ['cases'] })
  const step = useMutation({
    mutationFn: async ({ kase, acts }: Move & { acts: readonly CaseAction[] }) => {
      let { events } = kase
      for (const action of acts) {
        const answer = await server.cases.act({
          params: { id: kase.id },
          body: { action, expectedVersion: events },
        })
        events = answer.case.events
      }
    },
    onSuccess: async (_, { kase, to }) => {
      // Once the message shows a card in its column, it can be moved again from there.
      await readAgain()
      setMoved(t('board.moved', { title: kase.title, column: t(`board.column.${to}`) }))
      setAsked(undefined)
    },
    onError: readAgain,
  })
  const move = (kase: CaseOnBoard, from: BoardColumn, to: BoardColumn): void => {
    setMoved(undefined)
    if (!mayMove || from === to) return
    // A closed case has to be reopened before it can be snoozed.
    const into = from === 'closed' && to === 'snoozed' ? 'nobody' : to
    if (promptFor(from, into) !== undefined) setAsked({ kase, to: into })
    else step.mutate({ kase, to: into, acts: actsFor(from, into, member.person.id) })
  }
  const columns = board.data?.columns ?? []
  const focusOn = (column: number, card: number): void => {
    const cards = grid.current?.querySelectorAll<HTMLElement>(
      `[data-column="${columnNames[column] ?? ''}"] [data-card]`,
    )
    cards?.[Math.max(0, Math.min(card, cards.length - 1))]?.focus()
  }
  const onKey =
    (kase: CaseOnBoard, column: number, card: number) =>
    (event: KeyboardEvent): void => {
      const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      const along = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (event.key === 'Enter') void navigate({ to: '/cases/$id', params: { id: kase.id } })
      else if (along !== undefined) focusOn(column, card + along)
      else if (aside === undefined) return
      else if (event.shiftKey) {
        const [from, to] = [columnNames[column], columnNames[column + aside]]
        if (from !== undefined && to !== undefined) move(kase, from, to)
      } else {
        const next = columns.findIndex(
          ({ items }, at) => (aside > 0 ? at > column : at < column) && items.length > 0,
        )
        const before = columns.findLastIndex(({ items }, at) => at < column && items.length > 0)
        focusOn(aside > 0 ? next : before, card)
      }
      event.preventDefault()
    }
  useKeys({ b: () => setBlur(!blur), '?': () => setHelp(true) })
  const keys: KeyRows = [
    [['←', '→', '↑', '↓'], t('shortcut.board.go')],
    [['Shift', '←', '→'], t('shortcut.board.move')],
    [['Enter'], t('shortcut.cases.open')],
    [['b'], t('shortcut.case.blur')],
    [['?'], t('shortcut.help')],
  ]
  const search: CaseSearch = narrowed
  return (
    <Page
      title={t('cases.title')}
      lead={t(mayMove ? 'board.description' : 'board.no-move')}
      actions={
        <Switch
          label={t('case.blur')}
          checked={blur}
          onChange={({ currentTarget }) => setBlur(currentTarget.checked)}
        />
      }
    >
      <CasesTabs here="board" />
      <CaseFilters
        search={search}
        names={['queue', 'brand']}
        onSearch={(next) => void navigate({ to: '/cases/board', search: next, replace: true })}
      />
      <div aria-live="polite">{moved !== undefined && <p className={styles.moved}>{moved}</p>}</div>
      {asked === undefined && <Refused error={step.error} />}
      {!board.isSuccess && <QueryStatus query={board} />}
      <div ref={grid} className={styles.board}>
        {columns.map((column, at) => (
          <section
            key={column.column}
            className={styles.column}
            data-column={column.column}
            data-over={over === column.column}
            aria-label={t(`board.column.${column.column}`)}
            onDragOver={(event) => {
              if (!mayMove || dragged.current === undefined) return
              event.preventDefault()
              setOver(column.column)
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(undefined)
              const { current } = dragged
              dragged.current = undefined
              if (current) move(current.kase, current.from, column.column)
            }}
          >
            <ColumnHead column={column} />
            <ul className={styles.cards}>
              {column.items.map((kase, card) => (
                <BoardCard
                  key={kase.id}
                  kase={kase}
                  column={column.column}
                  mayMove={mayMove}
                  onKey={onKey(kase, at, card)}
                  onDrag={() => {
                    dragged.current = { kase, from: column.column }
                  }}
                  onMove={(to) => move(kase, column.column, to)}
                />
              ))}
            </ul>
            <RestOfColumn column={column} search={search} />
          </section>
        ))}
      </div>
      {each < maxCards && columns.some(({ cases, items }) => cases > items.length) && (
        <Button variant="default" onClick={() => setEach(maxCards)}>
          {t('board.more')}
        </Button>
      )}
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked?.kase.title}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {asked && (
          <MoveForm
            asks={promptFor(columnOf(board.data, asked.kase), asked.to) ?? 'snooze'}
            isPending={step.isPending}
            error={step.error}
            onClose={() => {
              setAsked(undefined)
              step.reset()
            }}
            onActs={(acts) => {
              const from = columnOf(board.data, asked.kase)
              const after = from === 'closed' ? actsFor(from, asked.to, member.person.id) : []
              step.mutate({ ...asked, acts: [...acts, ...after] })
            }}
          />
        )}
      </Modal>
      <CheatSheet keys={keys} opened={help} onClose={() => setHelp(false)} />
    </Page>
  )
}

function columnOf(board: Board | undefined, { id }: CaseOnBoard): BoardColumn {
  const found = board?.columns.find(({ items }) => items.some((one) => one.id === id))
  return found?.column ?? 'nobody'
}

type Column = Board['columns'][number]

function ColumnHead({ column: { column, cases, overdue } }: { column: Column }): ReactNode {
  const { t } = useText()
  return (
    <header className={styles.columnHead}>
      <h2>{t(`board.column.${column}`)}</h2>
      <span>{t('board.cases', { count: cases })}</span>
      {overdue > 0 && (
        <span className={styles.overdue}>{t('board.overdue', { count: overdue })}</span>
      )}
    </header>
  )
}

const listed: Record<BoardColumn, CaseSearch> = {
  nobody: { assignee: 'nobody' },
  'in-work': {},
  snoozed: { state: 'snoozed' },
  closed: { state: 'closed' },
}

function RestOfColumn({ column, search }: { column: Column; search: CaseSearch }): ReactNode {
  const { t } = useText()
  const count = column.cases - column.items.length
  if (count <= 0) return null
  return (
    <Link to="/cases" search={{ ...search, ...listed[column.column] }} className={styles.rest}>
      {t('board.rest', { count })}
    </Link>
  )
}
