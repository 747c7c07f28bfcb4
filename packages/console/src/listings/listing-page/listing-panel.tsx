import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DecisionVerdict } from '@touchstone/contract'
import { memo, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon, QueryStatus } from '../../components/index.ts'
import {
  DecisionBar,
  useCurrentDecision,
  type DecisionDetails,
} from '../../review/decisions/index.ts'
import styles from './listing-panel.module.css'
import { ListingView } from './listing-view.tsx'
import { useListing } from '../queries.ts'

export type ListingPanelProps = {
  id: string
  heading: 'h1' | 'h2'
  said: DecisionDetails
  onSay: (message: DecisionDetails) => void
  onDecide: (verdict: DecisionVerdict) => void
}

/** A listing with its decision buttons, beside the queue or on its own page. */
export const ListingPanel = memo(function Panel(panel: ListingPanelProps): ReactNode {
  const { id, heading, said, onSay, onDecide } = panel
  const { t } = useText()
  const listing = useListing(id)
  const currentDecision = useCurrentDecision()
  if (!listing.isSuccess) return <QueryStatus query={listing} />
  return (
    <div className={styles.panel}>
      <div className={styles.content}>
        <ListingView
          listing={listing.data}
          heading={heading}
          actions={
            heading === 'h2' && (
              <Button
                size="compact-sm"
                variant="subtle"
                renderRoot={(props) => <Link to="/listings/$id" params={{ id }} {...props} />}
                rightSection={<Icon name="external" size={13} />}
              >
                {t('listing.open')}
              </Button>
            )
          }
        />
      </div>
      <DecisionBar
        key={id}
        current={currentDecision(listing.data)?.verdict}
        said={said}
        onSay={onSay}
        onDecide={onDecide}
      />
    </div>
  )
})
