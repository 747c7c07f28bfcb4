import { randomUUID } from 'node:crypto'
import {
  createKey,
  createOrganisation,
  type Actor,
  type Organisation,
} from '../src/identity/index.ts'
import type { Context, Handle, Store } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/sealing/index.ts'
import type { WebhookSettings } from '../src/webhooks/index.ts'

export const operator: Actor & { kind: 'operator' } = { kind: 'operator', id: 'test' }
export const operatorContext: Context = { as: 'operator', actor: operator }

export function tenantContext(organisationId: string, personId: string = randomUUID()): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'person', id: personId } }
}

export function asOperator<T>(store: Store, work: (handle: Handle) => Promise<T>): Promise<T> {
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
    createKey({ handle, actor: operator, input: { organisation, scopes } }),
  )
  return { id: key.id, text }
}

/** Web hooks may go nowhere but to the public internet, and their secrets are sealed by any key. */
export const webhookSettings: WebhookSettings = {
  sealer: sealerOf(Buffer.alloc(32, 7)),
  allow: [],
}
