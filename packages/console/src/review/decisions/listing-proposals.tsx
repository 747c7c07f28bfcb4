import type { ReactNode } from 'react'
import { Failed } from '../../components/index.ts'
import { ProposalCard } from './proposal-card.tsx'
import { useProposalsOn } from './proposal-queries.ts'
import styles from './proposals.module.css'

/** Decisions on a listing that await or awaited approval; renders nothing if there are none. */
export function ListingProposals({ id, version }: { id: string; version: number }): ReactNode {
  const proposals = useProposalsOn(id)
  if (proposals.isError) {
    return <Failed error={proposals.error} retry={() => void proposals.refetch()} />
  }
  if (proposals.data === undefined || proposals.data.length === 0) return null
  // Approved ones appear among the decisions.
  const openProposals = proposals.data.filter(({ state }) => state !== 'confirmed')
  return (
    <div className={styles.list}>
      {openProposals.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} newest={version} />
      ))}
    </div>
  )
}
