import { compile } from '@touchstone/recognition'

/** Knows the starter pack alone. It keeps no state from what it screens, so test files share it. */
export const starterScreener = compile({ brands: [] })
