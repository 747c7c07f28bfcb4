import type { ContestBar } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { mayJudgeLinks } from '../links/index.ts'

/** Who judges links records what sellers say of them. */
export const mayRecordContests = mayJudgeLinks

/** Why somebody does not decide a contest: whoever does has neither recorded it nor judged the accounts. */
export function contestBarOf(
  actor: Actor,
  { by, judges }: { by: string; judges: readonly string[] },
): ContestBar | undefined {
  if (!mayJudgeLinks(actor)) return 'permission'
  if (actor.id === by) return 'recorded'
  return judges.includes(actor.id) ? 'judged' : undefined
}
