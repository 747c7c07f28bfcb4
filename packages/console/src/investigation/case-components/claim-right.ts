import type { Claim } from './notice-queries.ts'

/** The right of a claim in words: its register entry, or the title of the work. */
export function claimRight({
  office,
  number,
  work,
}: Pick<Claim, 'office' | 'number' | 'work'>): string {
  return work === null ? `${office ?? ''} ${number ?? ''}` : `“${work.title}”`
}
