import { isMember, seesWholeOrganisation, type Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../../listings/queue/index.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Who reads listings reads which accounts they link. */
export const mayReadLinks = mayReadListings

/** A judgement binds for the whole organisation. Auditors only observe, and a key is accountable to nobody. */
export function mayJudgeLinks(actor: Actor): actor is Person {
  return (
    isMember(actor) &&
    seesWholeOrganisation(actor) &&
    actor.roles.some((role) => role !== 'auditor')
  )
}

/** Another person than the one who judged. */
export function mayApproveJudgement(actor: Actor, judgedBy: string): actor is Person {
  return mayJudgeLinks(actor) && actor.id !== judgedBy
}
