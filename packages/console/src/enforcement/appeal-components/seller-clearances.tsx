import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Moment, QueryStatus } from '../../components/index.ts'
import { useClearances } from './queries.ts'
import styles from './appeal-components.module.css'

export type ClearancesOfProps = { marketplace: string; seller: string }

/** A seller's clearances in force: a notice under these rights no longer leads to a restriction. */
export function SellerClearances({ marketplace, seller }: ClearancesOfProps): ReactNode {
  const { t } = useText()
  const clearances = useClearances({ marketplace, seller, holds: 'now' })
  if (!clearances.isSuccess) return <QueryStatus query={clearances} />
  const items = clearances.data.pages.flatMap((page) => page.items)
  return (
    <>
      <h3 className={styles.small}>{t('clearances.active')}</h3>
      {items.length === 0 ? (
        <p className={styles.fine}>{t('clearances.active.none')}</p>
      ) : (
        <ul className={styles.plain}>
          {items.map(({ id, brand, right, product, expiresAt }) => (
            <li key={id}>
              <Link to="/appeals/clearances">
                {brand} · {right}
              </Link>{' '}
              <span className={styles.fine}>
                {product ?? t('clearance.all-goods')} · {t('clearance.until')}{' '}
                <Moment at={expiresAt} only="day" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
