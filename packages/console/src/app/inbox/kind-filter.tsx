import { Link } from '@tanstack/react-router'
import type { InboxCountView, InboxKind } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { waitingOf, type KindGroup } from '../menu-items.ts'
import styles from './inbox.module.css'

type KindFilterProps = {
  groups: readonly KindGroup[]
  counts: readonly InboxCountView[]
  kind: InboxKind | undefined
}

/** Filters the inbox by the pages that handle it, with the number that the menu shows beside each. */
export function KindFilter({ groups, counts, kind }: KindFilterProps): ReactNode {
  const { t, number } = useText()
  if (groups.length < 2 && kind === undefined) return null
  return (
    <nav className={styles.kinds} aria-label={t('inbox.kinds')}>
      <Link to="/" search={{}} className={styles.chip} data-current={kind === undefined}>
        {t('inbox.kind.all')}
      </Link>
      {groups.map(({ kinds, label }) => {
        const [first] = kinds
        const isCurrent = kind !== undefined && kinds.includes(kind)
        const { count, more } = waitingOf(kinds, counts)
        return (
          <Link
            key={first}
            to="/"
            search={{ kind: first }}
            className={styles.chip}
            data-current={isCurrent}
            aria-current={isCurrent ? 'true' : undefined}
          >
            {label === undefined ? t(`inbox.list.${first}`) : t(label)}{' '}
            <span className="figures">{`${number(count)}${more ? '+' : ''}`}</span>
          </Link>
        )
      })}
    </nav>
  )
}
