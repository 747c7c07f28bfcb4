import type { Actor } from '../../access/organisations/index.ts'
import { mayJudgeLinks } from '../links/index.ts'

/** Who judges links records what sellers say of them. */
export const mayRecordContests = mayJudgeLinks

/** Somebody who neither recorded the contest nor judged the accounts. */
export function mayDecideContest(
  actor: Actor,
  { by, judges }: { by: string; judges: readonly string[] },
): boolean {
  return mayJudgeLinks(actor) && actor.id !== by && !judges.includes(actor.id)
}
