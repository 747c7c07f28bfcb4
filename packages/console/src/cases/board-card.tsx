import { Link } from '@tanstack/react-router'
import type { KeyboardEvent, ReactNode } from 'react'
import {
  CaseStateMark,
  DueMark,
  PriorityMark,
  SlaMark,
  useNameOf,
  type CaseOnBoard,
} from '../casework/index.ts'
import { addressOf } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import styles from './board.module.css'

export type BoardCardProps = {
  kase: CaseOnBoard
  blur: boolean
  mayMove: boolean
  onKey: (event: KeyboardEvent) => void
  onDrag: () => void
}

/** A case on the board, with the goods that it is about. */
export function BoardCard({ kase, blur, mayMove, onKey, onDrag }: BoardCardProps): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const { id, title, pictures, assignee, offers, openTasks, escalated } = kase
  return (
    <li className={styles.card} draggable={mayMove} onDragStart={onDrag}>
      {pictures.length > 0 && (
        <div
          className={styles.pictures}
          data-blur={blur}
          role="img"
          aria-label={t('board.pictures')}
        >
          {pictures.map(({ listing, place }) => (
            <img
              key={listing}
              src={addressOf('pictures', 'kept', { id: listing, place: String(place) })}
              alt=""
              loading="lazy"
              decoding="async"
              draggable={false}
            />
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
        {t('cases.offers', { count: offers })}
        {openTasks > 0 && ` · ${t('cases.tasks', { count: openTasks })}`}
        {assignee !== null && ` · ${nameOf(assignee.id)}`}
      </span>
    </li>
  )
}
