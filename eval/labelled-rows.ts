import type { Listing } from '@touchstone/contract'
import { ownOracle } from './oracle-figures.ts'
import { readSourceData, toListing } from './source-rows.ts'

/** A listing of which the data say what it is. */
export interface LabelledRow {
  listing: Listing
  isFake: boolean
}

/** The rows of the project's own oracle and of the measuring data, if they are there. */
export function labelledRows(folder: string): LabelledRow[] {
  const data = readSourceData(folder)
  const oracle = [...ownOracle(), ...(data?.oracle ?? [])].map(({ listing, expect }) => ({
    listing,
    isFake: !expect.includes('clear') && !expect.includes('ask-proof'),
  }))
  const rows = (data?.rows ?? []).map((row) => ({
    listing: toListing(row),
    isFake: row.label === 1 || row.weak_label === 1,
  }))
  return [...oracle, ...rows]
}
