import type { BrandPack } from '#contract'
import designer from './designer.json' with { type: 'json' }
import everyday from './everyday.json' with { type: 'json' }
import luxury from './luxury.json' with { type: 'json' }

/** The shipped brands. Names stand here nominatively; price bands are unverified estimates. */
export const starterPack = [designer, everyday, luxury] as readonly BrandPack[]
