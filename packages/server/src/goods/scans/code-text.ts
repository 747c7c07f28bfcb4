import { readCodeText, readScan, wordCodeProblem } from '@touchstone/recognition/codes'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findIssuer } from '../gtin-prefixes/index.ts'

/** What a code says of goods. */
export type ReadGoods = { gtin: string; serial?: string; batch?: string }

/** Reads a code as printed, scanned or typed; a problem as a sentence, if it says nothing of goods. */
export function readGoods(text: string): ReadGoods | { problem: string } {
  // The number below a bar code, as people type it.
  const digits = text.replaceAll(/[\s-]/g, '')
  const input = /^(\d{8}|\d{12,14})$/.test(digits) ? `(01)${digits.padStart(14, '0')}` : text
  const read = input.startsWith(']') ? readScan(input) : readCodeText(input)
  if (!read.ok) return { problem: wordCodeProblem(read.problem) }
  const valueOf = (ai: string): string | undefined =>
    read.elements.find((element) => element.ai === ai)?.value
  const [gtin, serial, batch] = ['01', '21', '10'].map(valueOf)
  if (gtin === undefined) return { problem: 'it names no GTIN' }
  return { gtin, ...(serial !== undefined && { serial }), ...(batch !== undefined && { batch }) }
}

/** The unit that a code names; refuses any other text. */
export function requireUnitCode(text: string, pointer: string): ReadGoods & { serial: string } {
  const read = readGoods(text)
  const problem = 'problem' in read ? read.problem : undefined
  if (!('problem' in read) && read.serial !== undefined) return { ...read, serial: read.serial }
  throw new AppError({
    code: 'code-invalid',
    message: `${pointer} ${JSON.stringify(text.slice(0, 100))} names no unit: ${problem ?? 'it has no serial number (21)'}`,
    pointer,
  })
}

/** A code with a number of another organisation is unknown, whether it was issued or not. */
export async function requireOwnCode(
  handle: Transaction,
  { organisationId, gtin, pointer }: { organisationId: string; gtin: string; pointer: string },
): Promise<void> {
  const issuer = await findIssuer(handle, gtin)
  if (issuer?.organisationId === organisationId) return
  throw new AppError({
    code: 'not-found',
    message: `${pointer} names the GTIN ${gtin}, which begins with none of your GS1 company prefixes`,
    pointer,
  })
}
