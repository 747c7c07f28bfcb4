import { Link } from '@tanstack/react-router'
import type { InboxCountView, InboxItemView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import styles from './inbox.module.css'

type KindFilterProps = {
  counts: readonly InboxCountView[]
  kind: InboxItemView['kind'] | undefined
}

/** Filters the inbox by kind, with the count of each; a total would add work to findings, which never run out. */
export function KindFilter({ counts, kind }: KindFilterProps): ReactNode {
  const { t, number } = useText()
  if (counts.length < 2 && kind === undefined) return null
  const written = (count: number, more: boolean): string => `${number(count)}${more ? '+' : ''}`
  return (
    <nav className={styles.kinds} aria-label={t('inbox.kinds')}>
      <Link to="/" search={{}} className={styles.chip} data-current={kind === undefined}>
        {t('inbox.kind.all')}
      </Link>
      {counts.map((one) => (
        <Link
          key={one.kind}
          to="/"
          search={{ kind: one.kind }}
          className={styles.chip}
          data-current={kind === one.kind}
          aria-current={kind === one.kind ? 'true' : undefined}
        >
          {t(`inbox.list.${one.kind}`)}{' '}
          <span className="figures">{written(one.count, one.more)}</span>
        </Link>
      ))}
    </nav>
  )
}
