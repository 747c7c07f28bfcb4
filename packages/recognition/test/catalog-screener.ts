import { compile } from '@touchstone/recognition'
import { catalog } from './builders.ts'

/** Knows the builders' catalog alone. It keeps no state from what it screens, so test files share it. */
export const catalogScreener = compile(catalog(), { starterPack: false })
