import { Button, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode } from 'react'
import {
  CaseStateMark,
  DueMark,
  PriorityMark,
  SlaMark,
  useNameOf,
  type BoardColumn,
  type CaseOnBoard,
} from '../case-components/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { columnNames } from './board-moves.ts'
import styles from './board.module.css'

export type BoardCardProps = {
  kase: CaseOnBoard
  column: BoardColumn
  mayMove: boolean
  onKey: (event: KeyboardEvent) => void
  onDrag: () => void
  onMove: (to: BoardColumn) => void
}

/** A case on the board, with pictures of its listings. */
export function BoardCard(props: BoardCardProps): ReactNode {
  const { kase, column, mayMove, onKey, onDrag, onMove } = props
  const { t } = useText()
  const nameOf = useNameOf()
  const { id, title, newestListings, assignee, listings, openTasks, escalated } = kase
  return (
    <li className={styles.card} draggable={mayMove} onDragStart={onDrag}>
      {newestListings.length > 0 && (
        <div className={styles.pictures}>
          {newestListings.map((listing) => (
            <ListingThumbnail key={listing} listing={listing} title={title} of="case" />
          ))}
        </div>
      )}
      <Link
        to="/cases/$id"
        params={{ id }}
        className={styles.title}
        dir="auto"
        draggable={false}
        data-card
        onKeyDown={onKey}
      >
        {title}
      </Link>
      <div className={styles.marks}>
        {kase.state === 'closed' ? <CaseStateMark kase={kase} /> : <PriorityMark kase={kase} />}
        {escalated && <span className={styles.overdue}>{t('case.escalated')}</span>}
        <SlaMark kase={kase} />
        {kase.due !== null && <DueMark kase={kase} />}
      </div>
      <span className={styles.fine}>
        {t('cases.listings', { count: listings })}
        {openTasks > 0 && ` · ${t('cases.tasks', { count: openTasks })}`}
        {assignee !== null && ` · ${nameOf(assignee.id)}`}
      </span>
      {mayMove && <MoveMenu of={title} from={column} onMove={onMove} />}
    </li>
  )
}

type MoveMenuProps = { of: string; from: BoardColumn; onMove: (to: BoardColumn) => void }

/** Moves a card without dragging: by touch, voice or keyboard. */
function MoveMenu({ of, from, onMove }: MoveMenuProps): ReactNode {
  const { t } = useText()
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          className={styles.move}
          variant="default"
          size="compact-sm"
          aria-label={t('board.move.of', { title: of })}
        >
          {t('board.move')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columnNames
          .filter((to) => to !== from)
          .map((to) => (
            <Menu.Item key={to} className={styles.moveTo} onClick={() => onMove(to)}>
              {t(`board.move.${to}`)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
}
