import { AppError } from '../../platform/errors/index.ts'
import { toSealView } from './custody-views.ts'
import { exportPackage } from './manage-captures.ts'

type Exported = Awaited<ReturnType<typeof exportPackage>>
type SealedExport = Omit<Exported, 'seal'> & { seal: NonNullable<ReturnType<typeof toSealView>> }

/**
 * Writes a capture's evidence as `exportPackage` does, for a larger package. Returns nothing for a capture that is under
 * way or was disposed of, which shows nothing.
 */
export async function exportSealed(
  ...request: Parameters<typeof exportPackage>
): Promise<SealedExport | undefined> {
  const exported = await exportPackage(...request).catch(unlessWithoutEvidence)
  const seal = exported && toSealView(exported.seal)
  return exported === undefined || seal == null ? undefined : { ...exported, seal }
}

function unlessWithoutEvidence(error: unknown): undefined {
  const codes = ['capture-unfinished', 'capture-disposed']
  if (error instanceof AppError && codes.includes(error.code)) return
  throw error
}
