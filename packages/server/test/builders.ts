import { randomUUID } from 'node:crypto'
import { approveClaim, checkClaim, submitClaim, type Claim } from '../src/brands/claims/index.ts'
import {
  createApiKey,
  createOrganisation,
  type Actor,
  type Organisation,
  type PersonRole,
} from '../src/access/organisations/index.ts'
import type { Context, Transaction, Store } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import type { WebhookSettings } from '../src/messaging/webhooks/index.ts'

export const operator: Actor & { kind: 'operator' } = { kind: 'operator', id: 'test' }
export const operatorContext: Context & { as: 'operator' } = { as: 'operator', actor: operator }

export function tenantContext(organisationId: string, personId: string = randomUUID()): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'person', id: personId } }
}

export function asOperator<T>(store: Store, work: (handle: Transaction) => Promise<T>): Promise<T> {
  return store.transact(operatorContext, work)
}

export function newOrganisation(
  store: Store,
  slug: string,
  more: Record<string, unknown> = {},
): Promise<Organisation> {
  const input = { kind: 'marketplace', slug, name: slug.toUpperCase(), ...more }
  return asOperator(store, (handle) => createOrganisation({ handle, actor: operator, input }))
}

export async function newKey(
  store: Store,
  organisation: string,
  scopes: string[] = ['listings:read'],
): Promise<{ id: string; text: string }> {
  const { key, text } = await asOperator(store, (handle) =>
    createApiKey({ handle, actor: operator, input: { organisation, scopes } }),
  )
  return { id: key.id, text }
}

/** Webhooks only reach the public internet, and any key seals their secrets. */
export const webhookSettings: WebhookSettings = {
  sealer: sealerOf(Buffer.alloc(32, 7)),
  allow: [],
}

export function personOf(
  organisationId: string,
  roles: PersonRole[] = ['admin'],
): Actor & { kind: 'person' } {
  return { kind: 'person', id: randomUUID(), organisationId, roles }
}

/** Submits a claim in the operator's name; by default by reference, and an owner's. */
export async function newClaim(
  store: Store,
  organisation: string,
  brand: string,
  more: Record<string, unknown> = {},
): Promise<Claim> {
  const claimInput = {
    brand,
    office: 'EM',
    number: `0${brand}`,
    owner: 'Velmoraq Holding',
    document: { reference: 'https://register.example/1' },
    ...more,
  }
  const claim = await checkClaim(claimInput, organisation)
  return asOperator(store, (handle) =>
    submitClaim({ handle, actor: operator, input: { claim, organisation } }),
  )
}

/** A claim that the operator has approved. */
export async function newStandingClaim(...args: Parameters<typeof newClaim>): Promise<Claim> {
  const { id } = await newClaim(...args)
  return asOperator(args[0], (handle) =>
    approveClaim({ handle, actor: operator, input: { id, decision: {} } }),
  )
}
