import type { BrandPack } from '#contract'
import designer from './designer.json' with { type: 'json' }
import everyday from './everyday.json' with { type: 'json' }
import luxury from './luxury.json' with { type: 'json' }
import sport from './sport.json' with { type: 'json' }
import streetwear from './streetwear.json' with { type: 'json' }

// Literal imports are inferred row by row, which is more than the compiler can hold against the schema.

/** The shipped brands. Names stand here nominatively; price bands are unverified estimates. */
export const starterPack = [
  designer,
  everyday,
  luxury,
  sport,
  streetwear,
] as unknown as readonly BrandPack[]
