import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { queueEmail } from '../../src/messaging/email/index.ts'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator, newClaim, newKey, newStandingClaim, tenantContext } from '../builders.ts'
import { newNeighbour } from '../leaks/alliance.ts'
import { stringsIn, type Asker } from '../leaks/requests.ts'
import { askByKey, bodyOf } from '../leaks/calls.ts'
import { market, listingsOf } from '../leaks/marked-organisation.ts'
import { narrowedTo, type Victim } from '../leaks/plant.ts'
import { answerOfSeller } from '../leaks/plant-procedure.ts'
import { Browser, newMember } from '../users.ts'
import type { Names } from './requests.ts'

/**
 * The caller's relation to the requested data: of another organisation, without credentials, with a link to something
 * else, of the same organisation but limited to another brand, or of the same organisation without the role or scope.
 */
export type Standing = 'foreign' | 'nobody' | 'link' | 'narrowed' | 'without-role' | 'owner'

export type Caller = {
  name: string
  standing: Standing
  asker: Asker
  /** Its own names. */
  own: Names
  /** Whose member or key it is, of those whose things are asked for. */
  of?: Victim
  /** Whether it acts for the operator, whose the terms and the claims of all are. */
  installation?: true
  /** The strings of a victim that the release matrix shows it. */
  shown(victim: Victim): string[]
}

const nothing = (): string[] => []

type Neighbour = Awaited<ReturnType<typeof newNeighbour>>
export type Neighbours = Record<'one' | 'two' | 'above' | 'rival' | 'claimant', Neighbour> & {
  /** Ids of the claims of those that have one. */
  claims: Record<'rival' | 'claimant', string>
}

/** Marketplaces, one of them above a rival; a rival with an approved claim, and one with a pending claim. */
export async function newNeighbours(app: FastifyInstance, store: Store): Promise<Neighbours> {
  const make = (slug: string, kind: string, more = {}): Promise<Neighbour> =>
    newNeighbour(app, store, { slug, kind, ...more })
  const one = await make('one', 'marketplace')
  const two = await make('two', 'marketplace')
  const above = await make('above', 'marketplace')
  const rival = await make('rival', 'rights-holder', { parent: 'above' })
  const claimant = await make('claimant', 'rights-holder')
  const claims = {
    rival: (await newStandingClaim(store, 'rival', 'gucci')).id,
    claimant: (await newClaim(store, 'claimant', 'prada', { number: '77' })).id,
  }
  return { one, two, above, rival, claimant, claims }
}

/** Members and keys of other organisations: competitors, marketplaces, one above a rival, and the installation’s admin. */
export function foreignCallers(
  { one, two, above, rival, claimant, claims }: Neighbours,
  installation: Browser,
): Caller[] {
  const foreign = (
    name: string,
    credentials: Asker['credentials'],
    own: Names,
    { sent = new Set<string>(), ...more }: Partial<Caller> & { sent?: Set<string> } = {},
  ): Caller => {
    const asker = { name, credentials, sent }
    return { name, standing: 'foreign', asker, own, shown: nothing, ...more }
  }
  const callers = [
    foreign('another organisation’s admin', by(two), { webhook: two.webhook }),
    foreign('another organisation’s key', { key: one.key }, { webhook: one.webhook }),
    foreign('a marketplace above a rival', by(above), { webhook: above.webhook }),
  ]
  for (const [slug, of, brand] of [
    ['rival', rival, 'gucci'],
    ['claimant', claimant, 'prada'],
  ] as const) {
    const own = { webhook: of.webhook, claim: claims[slug], brand }
    // What one of the organisations sent is shown to the other.
    const more = { shown: slug === 'rival' ? shownToRival : nothing, sent: new Set<string>() }
    callers.push(foreign(`a ${slug}’s admin`, by(of), own, more))
    callers.push(foreign(`a ${slug}’s key`, { key: of.key }, own, more))
  }
  const operator = { browser: installation, email: 'installation@example.com' }
  return [...callers, foreign('the installation’s admin', operator, {}, { installation: true })]
}

function by({ admin, slug }: Neighbour): Asker['credentials'] {
  return { browser: admin, email: `admin@${slug}.example` }
}

/** What the release matrix shows a rival of the single listing that is surely about its own brand. */
function shownToRival({ shared, sharedSeller, named }: Victim): string[] {
  if (named.slug !== market.slug) return []
  const { mark, units } = market
  const fields = ['description', 'category', 'attribute', 'value', 'shop'].map(
    (field) => `${mark} ${field}`,
  )
  const names = [`${mark}-3`, `${mark}-open`, `${mark}-seller`, `${mark}.png`]
  return [shared, sharedSeller, String(units), ...names, ...fields]
}

export function nobody(): Caller {
  const asker = { name: 'nobody', credentials: undefined, sent: new Set<string>() }
  return { name: 'nobody', standing: 'nobody', asker, own: {}, shown: nothing }
}

/** A seller with an opened link of another marketplace, and its cookie. */
export async function sellerElsewhere(app: FastifyInstance, store: Store): Promise<Caller> {
  const { key, admin } = await newNeighbour(app, store, { slug: 'elsewhere', kind: 'marketplace' })
  const marked = { ...market, slug: 'elsewhere', mark: 'qzelsewhereqz', brand: 'prada' }
  const { results } = await askByKey(app, key, 'POST', '/api/v1/listings/batch', listingsOf(marked))
  const [{ id }] = results as [{ id: string }]
  const browser = new Browser(app)
  const { appealLink } = await answerOfSeller(app, admin, marked, id, browser)
  const asker = { name: 'a seller', credentials: { browser }, sent: new Set<string>() }
  const own = { appealLink }
  return { name: 'a seller with another link', standing: 'link', asker, own, shown: nothing }
}

/** A member of a victim with every role, limited to a brand to which the victim’s things do not belong. */
export async function narrowedMember(
  app: FastifyInstance,
  store: Store,
  of: Victim,
): Promise<Caller> {
  const email = `narrowed@${of.slug}.example`
  const roles = ['admin', 'analyst', 'reviewer', 'auditor']
  const browser = await newMember(app, store, of.slug, email, { roles, brands: [narrowedTo] })
  // One message is visible, and the log mentions messages: their texts are requested individually.
  const { body } = await browser.get('/api/v1/session')
  await store.transact(tenantContext(of.organisationId), (handle) =>
    queueEmail(handle, {
      organisationId: of.organisationId,
      key: 'narrowed',
      by: 'email',
      to: email,
      subject: 'A code',
      text: 'A code',
      about: { kind: 'person', id: (body['person'] as { id: string }).id },
    }),
  )
  await bodyOf(of.admin.get(`/api/v1/messages/${of.named.message}`))
  const caller = insider(of, 'a member narrowed to another brand', 'narrowed', { browser, email })
  return { ...caller, own: { referenceBrand: narrowedTo } }
}

/** Members of a victim that have one role each. */
export async function membersOfOneRole(
  app: FastifyInstance,
  store: Store,
  of: Victim,
): Promise<Caller[]> {
  const callers: Caller[] = []
  for (const role of ['reviewer', 'auditor', 'analyst']) {
    const email = `${role}@${of.slug}.example`
    const browser = await newMember(app, store, of.slug, email, { roles: [role] })
    callers.push(insider(of, `the ${role} of the same`, 'without-role', { browser, email }))
  }
  return callers
}

/** Keys of a victim, with a scope that reaches little. */
export async function keysWithoutScope(store: Store, of: Victim): Promise<Caller[]> {
  const callers: Caller[] = []
  for (const scope of ['filings:write', 'catalog:read']) {
    const { id, text: key } = await newKey(store, of.slug, [scope])
    // Its use is recorded once a minute, which is no change to the requested data.
    await asOperator(store, (handle) =>
      sql`update keys set last_used_at = now() + interval '1 day' where id = ${id}::uuid`.execute(
        handle,
      ),
    )
    callers.push(insider(of, `a key with ${scope} alone`, 'without-role', { key }))
  }
  return callers
}

/** The victim's admin, with whom the sweep proves that it names existing things. */
export function ownerOf(of: Victim): Caller {
  const credentials = { browser: of.admin, email: of.named.email }
  return insider(of, 'the owner', 'owner', credentials)
}

function insider(
  of: Victim,
  who: string,
  standing: Standing,
  credentials: Asker['credentials'],
): Caller {
  const name = `${who}, ${of.slug}`
  const asker = { name, credentials, sent: new Set<string>() }
  return { name, standing, asker, own: {}, of, shown: () => stringsIn(of.named) }
}
