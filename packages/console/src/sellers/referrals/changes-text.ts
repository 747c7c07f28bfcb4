import type { Text } from '../../messages/index.ts'
import type { ReferralDetailView } from './queries.ts'

type Changes = NonNullable<ReferralDetailView['changes']>

/** What changed in the source since the submission, one sentence each. */
export function changeSentences({ t, number }: Pick<Text, 't' | 'number'>, changes: Changes) {
  const { accounts, listings, links } = changes
  const figures = [
    ['accounts.joined', accounts.joined.length],
    ['accounts.left', accounts.left.length],
    ['listings.added', listings.added],
    ['listings.removed', listings.removed],
    ['links.added', links.added],
    ['links.removed', links.removed],
    ['links.changed', links.changed],
  ] as const
  return figures
    .filter(([, count]) => count > 0)
    .map(([what, count]) => t(`dossier.change.${what}`, { count, figure: number(count) }))
}
