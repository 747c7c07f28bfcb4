import { compileEngine } from '../src/listings/screening/index.ts'

/** Knows the brands of the starter pack alone. To compile one takes a second. */
export const starterEngine = compileEngine()
