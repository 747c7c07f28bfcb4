import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { FittedWeightsEvent } from '../../review/blind-audit/index.ts'
import { draftWeights, moveToShadow } from '../../review/engine-releases/index.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'fit-weights' } } satisfies Context
const share = 0.1

/**
 * Puts fitted weights into shadow, where they assess a share of new listings without effect. If another engine
 * release is in shadow, they remain a draft for the operator to decide.
 */
export async function shadowFittedWeights(
  store: Store,
  { fit, weights }: FittedWeightsEvent,
): Promise<void> {
  const { actor } = context
  const input = { title: `Weights ${weights.id}`, note: `Fit ${fit}, from audit samples`, weights }
  const { id } = await store.transact(context, (handle) => draftWeights({ handle, actor, input }))
  try {
    await store.transact(context, (handle) => moveToShadow({ handle, actor, input: { id, share } }))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'other-release-in-shadow') throw error
  }
}
