import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createApi } from '../../src/app/api/index.ts'
import { ensureFirstAdmin } from '../../src/access/users/index.ts'
import type { Store } from '../../src/platform/db/index.ts'
import { sealerOf } from '../../src/platform/encryption/index.ts'
import { compileEngine, screenInProcess } from '../../src/listings/screening/index.ts'
import { compileBrandNames } from '../../src/brands/visibility/index.ts'
import type { WebhookSettings } from '../../src/messaging/webhooks/index.ts'
import { newKey, newOrganisation } from '../builders.ts'
import { Browser, newMember, password, publicUrl } from '../users.ts'
import { bodyOf } from './calls.ts'
import { catalogOf, house } from './marked-organisation.ts'

export const allScopes = [
  'listings:read',
  'listings:write',
  'catalog:read',
  'catalog:write',
  'decisions:write',
  'outcomes:write',
  'webhooks:write',
]

const known = catalogOf(house)
const engine = compileEngine(known)
const names = compileBrandNames(known)

/** The API with an approved claim of the house: the engine knows its catalog. */
export function newAllianceApi(
  store: Store,
  settings: WebhookSettings = { sealer: sealerOf(randomBytes(32)), allow: [] },
  /** By brand, the keys of the house’s claim under which its catalog is used; without it, none is. */
  keys?: Record<string, string[]>,
): FastifyInstance {
  return createApi({
    store,
    screening: screenInProcess(
      keys === undefined ? engine : compileEngine(Object.assign({ keys }, known)),
    ),
    names: () => names,
    checkAnswers: true,
    onFault: (error) => console.error(error),
    outboundAllow: [...(settings.allow ?? [])],
    people: {
      sealer: settings.sealer,
      publicUrl,
      secureCookie: true,
      cost: { ln: 9, r: 8, p: 1 },
    },
  })
}

/** A key with every scope, and an admin, of an organisation with one of everything. */
export async function newNeighbour(
  app: FastifyInstance,
  store: Store,
  { slug, ...more }: { slug: string; kind: string; parent?: string },
): Promise<{
  slug: string
  key: string
  admin: Browser
  webhook: string
  organisationId: string
}> {
  const { id: organisationId } = await newOrganisation(store, slug, more)
  const key = (await newKey(store, slug, allScopes)).text
  const admin = await newMember(app, store, slug, `admin@${slug}.example`)
  const url = 'https://hooks.example/own'
  const { id } = (await bodyOf(admin.post('/api/v1/webhooks', { url }))) as { id: string }
  return { slug, key, admin, webhook: id, organisationId }
}

/** A browser in which the installation's admin, who acts for no organisation, is signed in. */
export async function newInstallationAdmin(
  app: FastifyInstance,
  store: Store,
  dataDir: string,
): Promise<Browser> {
  const email = 'installation@example.com'
  const first = await ensureFirstAdmin(store, { email, dataDir })
  if (first === undefined) throw new Error('there are people already')
  const browser = new Browser(app)
  await bodyOf(browser.signIn(email, first.password))
  await bodyOf(browser.post('/api/v1/password', { current: first.password, next: password }))
  return browser
}
