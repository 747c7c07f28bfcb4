import { checkDigitOf } from '@touchstone/recognition/codes'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { findIssuer } from './repository.ts'

/** A GTIN as 14 digits. @throws AppError if its check digit is wrong */
export function normaliseGtin(gtin: string, pointer = '/gtin'): string {
  const digits = gtin.padStart(14, '0')
  const right = checkDigitOf(digits.slice(0, -1))
  if (digits.at(-1) === String(right)) return digits
  throw new AppError({
    code: 'code-invalid',
    message: `${pointer} ${gtin} is no GTIN: its last digit would be ${right}`,
    pointer,
  })
}

/** Refuses a number that the operator has not confirmed to be the organisation's. */
export async function requireIssuer(
  handle: Transaction,
  {
    organisationId,
    gtin,
    pointer = '/gtin',
  }: {
    organisationId: string
    gtin: string
    pointer?: string
  },
): Promise<void> {
  const issuer = await findIssuer(handle, gtin)
  if (issuer?.organisationId === organisationId) return
  throw new AppError({
    code: 'code-not-own',
    message: `${pointer} ${gtin} begins with none of your GS1 company prefixes: ask the operator to confirm the prefix`,
    pointer,
  })
}
