import type { Claim } from './notice-queries.ts'

/** By what the right of a claim is known: its entry in a register, or the work. */
export function claimRight({
  office,
  number,
  work,
}: Pick<Claim, 'office' | 'number' | 'work'>): string {
  return work === null ? `${office ?? ''} ${number ?? ''}` : `“${work.title}”`
}
