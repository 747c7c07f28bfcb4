import type { DraftForm } from './draft-form.ts'
import type { ReferralItemView, ReferralPreviewView } from './queries.ts'

type Preview = {
  counts: Pick<ReferralPreviewView['counts'], 'accounts' | 'listings'>
  items: readonly Pick<ReferralItemView, 'kind' | 'subject'>[]
}

/**
 * What a draft contains without an account or listing. Undefined if the page does not know all of its kind, or it is
 * the last.
 */
export function leaveOut(
  { counts, items }: Preview,
  { kind, subject }: Pick<ReferralItemView, 'kind' | 'subject'>,
): Partial<Pick<DraftForm, 'accounts' | 'listings'>> | undefined {
  if (kind !== 'account' && kind !== 'listing') return undefined
  const known = items.flatMap((one) =>
    one.kind === kind && one.subject !== null ? [one.subject] : [],
  )
  const count = kind === 'account' ? counts.accounts : counts.listings
  if (subject === null || known.length < count || known.length < 2) return undefined
  const rest = known.filter((one) => one !== subject)
  return kind === 'account' ? { accounts: rest } : { listings: rest }
}
