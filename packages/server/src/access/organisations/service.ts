import { randomUUID } from 'node:crypto'
import { NewKey, NewOrganisation } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent } from '../audit/index.ts'
import { violates, type Context, type Handle, type Store } from '../../platform/db/index.ts'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import {
  generateKey,
  hashSecret,
  provesKey,
  readKey,
  writeKey,
  type Actor,
  type Key,
  type Limits,
  type ListedKey,
  type Organisation,
} from './types.ts'
import {
  allowsKeys,
  brandsOf,
  covers,
  limitsOf,
  mayCreateOrganisation,
  mayManageKeys,
  narrower,
} from './policy.ts'
import {
  findKey,
  findKeyByPrefix,
  findKeys,
  findOrganisation,
  insertKey,
  insertOrganisation,
  lockKeysOf,
  markRevoked,
  markUsed,
  type KeyOfMaker,
} from './repository.ts'

// The store notes a use once a minute: within it there is nothing to write.
const usedMilliseconds = 60_000

/** The context in which what this actor asks for must run. */
export function contextOf(actor: Actor): Context {
  const { kind, id } = actor
  if (actor.kind === 'operator') return { as: 'operator', actor: { kind, id } }
  const brands = brandsOf(actor)
  const context = {
    as: 'tenant',
    organisationId: actor.organisationId,
    actor: { kind, id },
  } as const
  return brands === undefined ? context : { ...context, brands }
}

type Asked<T> = { handle: Handle; actor: Actor; input: T }

/** `sample` says that it is invented, and may be removed with all that it has. */
export async function createOrganisation(
  asked: Asked<unknown> & { sample?: boolean },
): Promise<Organisation> {
  const { handle, actor } = asked
  if (!mayCreateOrganisation(actor)) throw notAllowed('only the operator creates organisations')
  const { kind, slug, name, parent } = parseInput(NewOrganisation, asked.input)
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
      ...(asked.sample === true && { sample: true }),
    })
  } catch (cause) {
    if (!violates(cause, 'organisations_slug_taken')) throw cause
    throw new AppError({
      code: 'conflict',
      message: `there is an organisation ${slug} already: choose another slug`,
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

/** Makes a key, limited as its maker is. `text` is what its holder writes; it is in no store and is never shown again. */
export async function createKey(asked: Asked<unknown>): Promise<{ key: Key; text: string }> {
  const { handle, actor } = asked
  const { organisation: slug, scopes, label } = parseInput(NewKey, asked.input)
  const organisation = await organisationAt(handle, slug, '/organisation')
  if (!mayManageKeys(actor, organisation.id)) throw notAllowed('only its admin makes keys')
  // What its maker is limited to the key is, too.
  const { brands, territories } = limitsOf(actor)
  const parts = generateKey()
  const key = await insertKey(handle, {
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
  return { key, text: writeKey(parts) }
}

/** Revokes a key at once; one that is revoked already stays so. */
export async function revokeKey(asked: Asked<{ id: string }>): Promise<void> {
  const { handle, actor, input } = asked
  const key = z.uuid().safeParse(input.id).success ? await findKey(handle, input.id) : undefined
  // Who may revoke none learns of none whether it is there.
  const of = key?.organisationId ?? ('organisationId' in actor ? actor.organisationId : '')
  if (!mayManageKeys(actor, of)) throw notAllowed('only its admin revokes keys')
  // Another organisation's key, one beyond the actor's limits and none at all look the same from outside.
  if (key === undefined || !covers(limitsOf(actor), key)) {
    throw notFound(`there is no key ${input.id}`, '/id')
  }
  await revoke(handle, key)
}

/** A page of an organisation's keys, newest first: of a member who is limited, those within its limits. */
export async function listKeys(
  asked: Asked<{ limit: number; after?: { at: Date; id: string } }> & { organisationId: string },
): Promise<ListedKey[]> {
  const { handle, actor, organisationId, input } = asked
  if (!mayManageKeys(actor, organisationId)) throw notAllowed('only an admin sees keys')
  const keys = await findKeys(handle, organisationId, { ...input, within: limitsOf(actor) })
  return keys.map(toListedKey)
}

/** A key as it reaches now. */
function toListedKey(found: KeyOfMaker): ListedKey {
  const limits = reachOf(found)
  if (limits === undefined) return { ...found.key, reaches: 'nothing' }
  const [brands, territories] = [[...limits.brands], [...limits.territories]]
  const isWhole = brands.length === 0 && territories.length === 0
  return { ...found.key, brands, territories, reaches: isWhole ? 'whole-organisation' : 'limited' }
}

/** Revokes the keys that a member made and who is one no longer: their text may have gone along. */
export async function revokeKeysOf(
  handle: Handle,
  { organisationId, madeBy }: { organisationId: string; madeBy: string },
): Promise<void> {
  for (const key of await lockKeysOf(handle, organisationId, madeBy)) {
    await revoke(handle, key, { because: 'maker-removed' })
  }
}

async function revoke(
  handle: Handle,
  { id, organisationId, prefix }: Key,
  why: Record<string, string> = {},
): Promise<void> {
  if (!(await markRevoked(handle, id))) return
  await recordEvent({
    handle,
    organisationId,
    action: 'key-revoked',
    subject: { kind: 'key', id },
    detail: { prefix, ...why },
  })
}

/**
 * Who holds this key, as an actor of its organisation, limited as its maker was and is. Throws one and the
 * same `not-signed-in` for a key that is malformed, unknown, wrong, revoked or left with nothing to reach,
 * as one is whose maker is no longer an admin.
 * Opens its own transactions.
 */
export async function signInByKey(store: Store, text: string): Promise<Actor & { kind: 'key' }> {
  const parts = readKey(text)
  if (parts === undefined) throw notSignedIn()
  const found = await store.transact({ as: 'visitor', keyPrefix: parts.prefix }, (handle) =>
    findKeyByPrefix(handle, parts.prefix),
  )
  const proven = provesKey(parts.secret, found?.secretHash)
  if (!proven || found === undefined || found.key.revokedAt !== null) throw notSignedIn()
  const limits = reachOf(found)
  if (limits === undefined) throw notSignedIn()
  const { id, organisationId, scopes, madeBy, lastUsedAt } = found.key
  const actor = { kind: 'key', id, organisationId, scopes, madeBy, ...limits } as const
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > usedMilliseconds) {
    await store.transact(contextOf(actor), (handle) => markUsed(handle, id))
  }
  return actor
}

/** What a key reaches now; undefined where that is nothing. */
function reachOf({ key, maker }: KeyOfMaker): Limits | undefined {
  if (key.madeBy === null) return { brands: key.brands, territories: key.territories }
  if (maker === null || !allowsKeys(maker.roles)) return undefined
  const brands = narrower(key.brands, maker.brands)
  const territories = narrower(key.territories, maker.territories)
  return brands && territories && { brands, territories }
}

async function organisationAt(
  handle: Handle,
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

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not-allowed', message })
}

function notSignedIn(): AppError {
  return new AppError({
    code: 'not-signed-in',
    message: 'the key is not known or no longer valid: ask the admin of your organisation for one',
  })
}
