import { isMember, type Actor } from '../../access/organisations/index.ts'
import { mayReadListings } from '../../listings/queue/index.ts'

type Member = Extract<Actor, { kind: 'person' }>

/** Who reads listings reads the sellers that they name. */
export const mayReadSellers = mayReadListings

/** Cases, notices and appeals are read by members; API keys read listings alone. */
export function mayReadProcedures(actor: Actor): actor is Member {
  return isMember(actor)
}
