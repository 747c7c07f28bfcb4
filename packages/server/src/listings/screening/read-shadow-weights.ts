import { readFile } from 'node:fs/promises'
import { faultsOf, Weights } from '@touchstone/contract'
import type { ScreeningConfig } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'

/** Reads the candidate engine's weights from their file, with its share of the listings. */
export async function readShadowEngine({
  weightsFile,
  share,
}: NonNullable<ScreeningConfig['candidate']>): Promise<{ weights: Weights; share: number }> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(weightsFile, 'utf8'))
  } catch (cause) {
    const why = (cause as Error).message
    throw unfit(`${weightsFile} cannot be read (${why}): name a weights file`, cause)
  }
  const parsed = Weights.safeParse(value)
  if (parsed.success) return { weights: parsed.data, share }
  const [fault] = faultsOf(parsed.error, value)
  throw unfit(
    `${weightsFile}: ${fault?.pointer} ${fault?.problem}; name a file written by touchstone fit`,
  )
}

function unfit(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'bad-configuration', message: `CANDIDATE_WEIGHTS ${message}`, cause })
}
