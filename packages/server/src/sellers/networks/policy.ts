import { mayReadListings } from '../../listings/queue/index.ts'

/** Who reads listings reads which networks their sellers are in, limited members by what they see. */
export const mayReadNetworks = mayReadListings
