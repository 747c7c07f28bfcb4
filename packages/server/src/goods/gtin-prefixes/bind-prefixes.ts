import { recordEvent } from '../../access/audit/index.ts'
import { findOrganisation, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayBindPrefixes } from './policy.ts'
import { findPrefixes, findTakenPrefix, lockPrefixes, replacePrefixes } from './repository.ts'

type BindingInput = {
  handle: Transaction
  actor: Actor
  input: { organisation: string; prefixes: readonly string[] }
}

/** Confirms whose numbers begin so. Whoever answers for a number is believed by everyone who asks about it. */
export async function bindGtinPrefixes({ handle, actor, input }: BindingInput): Promise<string[]> {
  if (!mayBindPrefixes(actor)) {
    throw new AppError({
      code: 'operator-required',
      message: 'only the operator confirms the GS1 company prefixes of an organisation',
    })
  }
  const organisation = await findOrganisation(handle, input.organisation)
  if (organisation === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `there is no organisation ${input.organisation}`,
      pointer: '/slug',
    })
  }
  const { id: organisationId } = organisation
  const prefixes = [...new Set(input.prefixes)].sort()
  await lockPrefixes(handle)
  const taken = await findTakenPrefix(handle, { organisationId, prefixes })
  if (taken !== undefined) {
    throw new AppError({
      code: 'gtin-prefix-taken',
      message: `${taken} is, begins with, or begins a prefix of another organisation: remove it there first`,
      pointer: '/prefixes',
    })
  }
  const before = await findPrefixes(handle, organisationId)
  if (before.join(' ') === prefixes.join(' ')) return prefixes
  await replacePrefixes(handle, { organisationId, prefixes })
  await recordEvent({
    handle,
    organisationId,
    action: 'gtin-prefixes-bound',
    subject: { kind: 'organisation', id: organisationId },
    detail: { before, prefixes },
  })
  return prefixes
}
