import type { IdentifierActionInput, IdentifierValueView } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requireVisibleAccount } from '../seller-accounts/index.ts'
import { mayReadIdentifiers, mayRevealIdentifiers } from './policy.ts'
import {
  findIdentifiers,
  findIdentifiersOfAccount,
  type AccountIdentifierRow,
} from './repository.ts'
import { purposeOf } from './write-identifiers.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

const mostIdentifiers = 200
const mostPlaces = 20

/** The identifiers in listings of an account, masked. */
export async function readIdentifiersOfAccount({
  handle,
  actor,
  input,
}: ServiceInput<{ id: string }>): Promise<{ items: AccountIdentifierRow[] }> {
  if (!mayReadIdentifiers(actor)) throw notAllowed()
  const account = await requireVisibleAccount({ handle, actor, id: input.id })
  const limits = { limit: mostIdentifiers, places: mostPlaces }
  return { items: await findIdentifiersOfAccount(handle, account.id, limits) }
}

/** The value of an identifier, for a purpose that the audit log records. */
export async function revealIdentifier({
  handle,
  actor,
  input,
  sealer,
}: ServiceInput<{ id: string; action: IdentifierActionInput['action'] }> & {
  sealer: Sealer
}): Promise<IdentifierValueView> {
  if (!mayRevealIdentifiers(actor)) throw notAllowed()
  const { organisationId } = actor
  const { id, action } = input
  const found = z.uuid().safeParse(id).success
    ? (await findIdentifiers(handle, [id])).get(id)
    : undefined
  if (found === undefined)
    throw new AppError({
      code: 'not-found',
      message: `there is no identifier ${id}`,
      pointer: '/id',
    })
  const { type, masked, sealed } = found
  if (sealed === null)
    throw new AppError({
      code: 'identifier-value-not-stored',
      message: 'the number of a card is not stored',
      pointer: '/id',
    })
  await recordEvent({
    handle,
    organisationId,
    action: 'identifier-revealed',
    subject: { kind: 'identifier', id },
    detail: { type, purpose: action.purpose },
  })
  return { id, type, masked, value: sealer.open(sealed, purposeOf(organisationId)).toString() }
}

function notAllowed(): AppError {
  return new AppError({
    code: 'permission-required',
    message: 'only members of an organisation see identifiers of sellers',
  })
}
