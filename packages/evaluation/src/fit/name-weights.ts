import { createHash } from 'node:crypto'
import type { Weights } from '@touchstone/contract'
import type { FittedWeights } from './fit.ts'

/** Fitted weights as a file; the id is derived from the content, so that no two files share one. */
export function nameWeights({ weights }: Pick<FittedWeights, 'weights'>, engine: string): Weights {
  const digest = createHash('sha256')
    .update(JSON.stringify([engine, weights]))
    .digest('hex')
  const { version, ...rest } = weights
  return { id: `fit-${digest.slice(0, 10)}`, version, engine, ...rest }
}
