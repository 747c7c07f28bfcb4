import { mayReadListings } from '../../listings/queue/index.ts'

/** Who reads listings reads which networks their sellers are in; the contract refuses limited members. */
export const mayReadNetworks = mayReadListings
