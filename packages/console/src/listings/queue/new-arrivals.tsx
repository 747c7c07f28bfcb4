import { useQueryClient } from '@tanstack/react-query'
import { memo, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import type { QueueListing } from './queue-listings.ts'
import styles from './new-arrivals.module.css'
import { useArrivals } from '../queries.ts'
import type { Filters } from './search.ts'

export type NewArrivalsProps = { filters: Filters; first: QueueListing | undefined }

/** Announces new listings above the list; they appear only on request, so that the list does not move. */
export const NewArrivals = memo(function NewArrivals(arrivals: NewArrivalsProps): ReactNode {
  const { filters, first } = arrivals
  const { t } = useText()
  const queries = useQueryClient()
  const { count, more } = useArrivals(filters, first)
  const show = (): void => {
    void queries.resetQueries({ queryKey: ['newest then'] })
    void queries.resetQueries({ queryKey: ['listings', filters] })
    void queries.invalidateQueries({ queryKey: ['listing count'] })
  }
  return (
    <div role="status" className={styles.place}>
      {count > 0 && (
        <button type="button" className={styles.arrivals} onClick={show}>
          {t(more ? 'queue.arrivals.more' : 'queue.arrivals', { count })}
        </button>
      )}
    </div>
  )
})
