import { faultsOf, Weights } from '@touchstone/contract'
import { faultyDocument, readDocument, type DocumentKind } from './document-file.ts'

const kind: DocumentKind = {
  name: 'weights file',
  code: 'unusable-input',
  least: 'what touchstone fit writes',
}

/**
 * Reads a weights file. A single fault rejects the whole file, with line, field, value and correction. Warnings for
 * readers of the verdicts are returned as `notes`.
 */
export async function loadWeights(path: string): Promise<{ weights: Weights; notes: string[] }> {
  const { text, value } = await readDocument(path, kind)
  const parsed = Weights.safeParse(value)
  if (!parsed.success) throw faultyDocument(path, kind, faultsOf(parsed.error, value), text)
  return { weights: parsed.data, notes: await notesOn(parsed.data, path) }
}

async function notesOn(weights: Weights, path: string): Promise<string[]> {
  const { engineName } = await import('@touchstone/recognition')
  const notes: string[] = []
  if (weights.engine !== engineName()) {
    notes.push(
      `the weights in ${path} were fitted with ${weights.engine}, but this engine is ${engineName()}: fit them again`,
    )
  }
  if (weights.calibration === 'uncalibrated') {
    notes.push(
      `the weights in ${path} are uncalibrated: use them to rank listings, not as probabilities`,
    )
  }
  return notes
}
