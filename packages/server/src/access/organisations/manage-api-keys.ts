import { randomUUID } from 'node:crypto'
import { NewKey, OrganisationInput } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { violates, type Context, type Transaction, type Store } from '../../platform/db/index.ts'
import { AppError, type ErrorCode, parseInput } from '../../platform/errors/index.ts'
import { Grouping } from '../../platform/grouping/index.ts'
import {
  generateApiKey,
  hashSecret,
  verifySecret,
  parseApiKey,
  formatApiKey,
  type Actor,
  type ApiKey,
  type Limits,
  type ApiKeyView,
  type Organisation,
} from './types.ts'
import {
  allowsApiKeys,
  brandsOf,
  covers,
  limitsOf,
  mayCreateOrganisation,
  mayManageApiKeys,
  intersectLimits,
} from './policy.ts'
import {
  findApiKey,
  findApiKeyByPrefix,
  findApiKeys,
  findOrganisation,
  insertApiKey,
  insertOrganisation,
  lockApiKeysOf,
  markApiKeyRevoked,
  markApiKeyUsed,
  type ApiKeyWithMaker,
} from './repository.ts'

// The store records a use at most once a minute.
const usedMilliseconds = 60_000

/** The context for transactions of this actor. */
export function contextOf(actor: Actor): Context {
  const { kind, id, organisationId } = actor
  if (organisationId === undefined) return { as: 'operator', actor: { kind, id } }
  const brands = brandsOf(actor)
  const context = {
    as: 'tenant',
    organisationId,
    actor: { kind, id },
  } as const
  return brands === undefined ? context : { ...context, brands }
}

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** `sample` marks the organisation as invented, so that it may be removed with all its data. */
export async function createOrganisation(
  options: ServiceInput<unknown> & { sample?: boolean },
): Promise<Organisation> {
  const { handle, actor } = options
  if (!mayCreateOrganisation(actor))
    throw notAllowed('only the operator can create organisations', 'operator-required')
  const { kind, slug, name, parent } = parseInput(OrganisationInput, options.input)
  const group = parent === undefined ? undefined : await organisationAt(handle, parent, '/parent')
  let organisation: Organisation
  try {
    const parentId = group?.id ?? null
    organisation = await insertOrganisation(handle, {
      id: randomUUID(),
      kind,
      slug,
      name,
      parentId,
      ...(options.sample === true && { sample: true }),
    })
  } catch (cause) {
    if (!violates(cause, 'organisations_slug_taken')) throw cause
    throw new AppError({
      code: 'slug-taken',
      message: `an organisation ${slug} already exists: choose another slug`,
      pointer: '/slug',
      cause,
    })
  }
  await recordEvent({
    handle,
    organisationId: organisation.id,
    action: 'organisation-created',
    subject: { kind: 'organisation', id: organisation.id },
    detail: { slug, kind },
  })
  return organisation
}

/** Creates a key with its creator's limits. `text` is the key itself; it is not stored and never shown again. */
export async function createApiKey(
  options: ServiceInput<unknown>,
): Promise<{ key: ApiKey; text: string }> {
  const { handle, actor } = options
  const { organisation: slug, scopes, label } = parseInput(NewKey, options.input)
  const organisation = await organisationAt(handle, slug, '/organisation')
  if (!mayManageApiKeys(actor, organisation.id))
    throw notAllowed('only admins of the organisation can create keys')
  // The key has its creator's limits.
  const { brands, territories } = limitsOf(actor)
  const parts = generateApiKey()
  const key = await insertApiKey(handle, {
    id: randomUUID(),
    organisationId: organisation.id,
    prefix: parts.prefix,
    secretHash: hashSecret(parts.secret),
    scopes: [...new Set(scopes)],
    label: label ?? null,
    madeBy: actor.kind === 'person' ? actor.id : null,
    brands: [...brands],
    territories: [...territories],
  })
  await recordEvent({
    handle,
    organisationId: organisation.id,
    action: 'key-created',
    subject: { kind: 'key', id: key.id },
    detail: { prefix: key.prefix, scopes: key.scopes, brands, territories },
  })
  return { key, text: formatApiKey(parts) }
}

/** Revokes a key at once; does nothing to one already revoked. */
export async function revokeApiKey(options: ServiceInput<{ id: string }>): Promise<void> {
  const { handle, actor, input } = options
  const key = z.uuid().safeParse(input.id).success ? await findApiKey(handle, input.id) : undefined
  // Callers who may revoke no key do not learn whether one exists.
  const of = key?.organisationId ?? actor.organisationId ?? ''
  if (!mayManageApiKeys(actor, of))
    throw notAllowed('only admins of the organisation can revoke keys')
  // Another organisation's key, one beyond the actor's limits and a nonexistent one look the same.
  if (key === undefined || !covers(limitsOf(actor), key)) {
    throw notFound(`there is no key ${input.id}`, '/id')
  }
  await revoke(handle, key)
}

/** A page of an organisation's keys, newest first; for limited members, only those within their limits. */
export async function listApiKeys(
  options: ServiceInput<{ limit: number; after?: { at: Date; id: string } }> & {
    organisationId: string
  },
): Promise<ApiKeyView[]> {
  const { handle, actor, organisationId, input } = options
  if (!mayManageApiKeys(actor, organisationId)) throw notAllowed('only admins can list keys')
  const keys = await findApiKeys(handle, organisationId, { ...input, within: limitsOf(actor) })
  return keys.map(toListedKey)
}

/** A key with its current limits. */
function toListedKey(keyRow: ApiKeyWithMaker): ApiKeyView {
  const limits = reachOf(keyRow)
  if (limits === undefined) return { ...keyRow.key, reaches: 'nothing' }
  const [brands, territories] = [[...limits.brands], [...limits.territories]]
  const isWhole = brands.length === 0 && territories.length === 0
  return { ...keyRow.key, brands, territories, reaches: isWhole ? 'whole-organisation' : 'limited' }
}

/** Revokes the keys created by a former member, who may have taken them along. */
export async function revokeApiKeysOf(
  handle: Transaction,
  { organisationId, madeBy }: { organisationId: string; madeBy: string },
): Promise<void> {
  for (const key of await lockApiKeysOf(handle, organisationId, madeBy)) {
    await revoke(handle, key, { reason: 'maker-removed' })
  }
}

async function revoke(
  handle: Transaction,
  { id, organisationId, prefix }: ApiKey,
  why: Record<string, string> = {},
): Promise<void> {
  if (!(await markApiKeyRevoked(handle, id))) return
  await recordEvent({
    handle,
    organisationId,
    action: 'key-revoked',
    subject: { kind: 'key', id },
    detail: { prefix, ...why },
  })
}

/**
 * The actor that this key represents, with its creator's limits then and now. Throws the same `not-signed-in` for a
 * key that is malformed, unknown, wrong, revoked or without any remaining rights, such as one whose creator is no
 * longer an admin. Opens its own transactions.
 */
export async function authenticateApiKey(
  store: Store,
  text: string,
): Promise<Actor & { kind: 'key' }> {
  const parts = parseApiKey(text)
  if (parts === undefined) throw notSignedIn()
  const keyRow = await findKeyTogether(store, parts.prefix)
  const proven = verifySecret(parts.secret, keyRow?.secretHash)
  if (!proven || keyRow === undefined || keyRow.key.revokedAt !== null) throw notSignedIn()
  const limits = reachOf(keyRow)
  if (limits === undefined) throw notSignedIn()
  const { id, organisationId, scopes, madeBy, lastUsedAt } = keyRow.key
  const actor = { kind: 'key', id, organisationId, scopes, madeBy, ...limits } as const
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > usedMilliseconds) {
    await store.transact(contextOf(actor), (handle) => markApiKeyUsed(handle, id))
  }
  return actor
}

type FoundKey = Awaited<ReturnType<typeof findApiKeyByPrefix>>
type KeyLookUps = Grouping<string, FoundKey>
const keyLookUps = new WeakMap<Store, KeyLookUps>()

/**
 * The key of a prefix. Requests that arrive at nearly the same time share one look-up, which begins after the arrival
 * of all of them: a key that was revoked before is revoked for each.
 */
async function findKeyTogether(store: Store, prefix: string): Promise<FoundKey> {
  const lookUps = keyLookUps.get(store) ?? newLookUps(store)
  keyLookUps.set(store, lookUps)
  return lookUps.run(prefix, prefix)
}

function newLookUps(store: Store): KeyLookUps {
  return new Grouping({
    most: 1000,
    mostUnderway: 1,
    work: async (prefixes) => {
      const [keyPrefix = ''] = prefixes
      const keyRow = await store.transact({ as: 'visitor', keyPrefix }, (handle) =>
        findApiKeyByPrefix(handle, keyPrefix),
      )
      return prefixes.map(() => keyRow)
    },
  })
}

/** The current limits of a key; undefined if nothing remains. */
function reachOf({ key, maker }: ApiKeyWithMaker): Limits | undefined {
  if (key.madeBy === null) return { brands: key.brands, territories: key.territories }
  if (maker === null || !allowsApiKeys(maker.roles)) return undefined
  const brands = intersectLimits(key.brands, maker.brands)
  const territories = intersectLimits(key.territories, maker.territories)
  return brands && territories && { brands, territories }
}

async function organisationAt(
  handle: Transaction,
  slug: string,
  pointer: string,
): Promise<Organisation> {
  const organisation = await findOrganisation(handle, slug)
  if (organisation === undefined) throw notFound(`there is no organisation ${slug}`, pointer)
  return organisation
}

function notFound(message: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message, pointer })
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}

function notSignedIn(): AppError {
  return new AppError({
    code: 'api-key-invalid',
    message:
      'the key is unknown or no longer valid: ask an admin of your organisation for a new one',
  })
}
