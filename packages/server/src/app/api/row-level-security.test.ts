import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newStandingClaim,
  operator,
  tenantContext,
} from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { newAllianceApi, newNeighbour } from '../../../test/leaks/alliance.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { house, market } from '../../../test/leaks/marked-organisation.ts'
import { plant, type Victim } from '../../../test/leaks/plant.ts'
import {
  attempt,
  grantedTables,
  insertOf,
  storedRowsOf,
  rowText,
  type Granted,
} from '../../../test/leaks/statements.ts'
import { openAuditLog } from '../../access/audit-proofs/index.ts'
import { setApprover } from '../../brands/claims/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { noOrganisation } from '../../access/organisations/index.ts'
import { openStore, type Context, type Store } from '../../platform/db/index.ts'

const refusal = /row-level security|permission denied/

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let victims: Victim[]
  let tables: Granted[]
  let other: string
  let rival: string
  /** The victims' data by table. */
  const kept = new Map<string, { text: string; json: string }[]>()
  const contexts: Record<string, Context> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newAllianceApi(store)
    victims = [await plant(app, store, market), await plant(app, store, house)]
    const neighbours: Record<string, string> = {}
    for (const [slug, kind] of [
      ['other', 'marketplace'],
      ['rival', 'rights-holder'],
      ['claimant', 'rights-holder'],
    ] as const) {
      neighbours[slug] = (await newNeighbour(app, store, { slug, kind })).organisationId
    }
    other = neighbours['other']!
    rival = neighbours['rival']!
    await newStandingClaim(store, 'rival', 'gucci')
    await newClaim(store, 'claimant', 'prada', { number: '77' })
    await plantTheRest()
    const personId = await personOf(other)
    Object.assign(contexts, {
      'another organisation': tenantContext(other, personId),
      'a key of another organisation': {
        as: 'tenant',
        organisationId: other,
        actor: { kind: 'key', id: randomUUID() },
      },
      'a rival': tenantContext(rival, await personOf(rival)),
      'a claimant': tenantContext(neighbours['claimant']!),
      'a person of no organisation': tenantContext(noOrganisation, personId),
      'a person': { as: 'self', personId },
      'a person in its organisation': { as: 'self', personId, organisationId: other },
      'a visitor': { as: 'visitor' },
      'a visitor who names itself': { as: 'visitor', email: 'admin@other.example' },
    } satisfies Record<string, Context>)
    tables = await grantedTables(store)
    const ids = victims.map(({ organisationId }) => organisationId)
    for (const table of tables) kept.set(table.name, await storedRowsOf(store, table, ids))
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function personOf(organisationId: string): Promise<string> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`
        select person_id as id from memberships
        where organisation_id = ${organisationId}::uuid`.execute(handle),
    )
    return rows[0]!.id
  }

  /** Data that no request creates by itself, so that every table contains some of a victim's. */
  async function plantTheRest(): Promise<void> {
    const [{ organisationId, named }] = victims as [Victim]
    const input = { organisation: market.slug, named: true }
    await openAuditLog({ store, signer: ephemeralKey() }).seal()
    await asOperator(store, async (handle) => {
      await setApprover({ handle, actor: operator, input })
      await sql`
        insert into audit_pending (event_id, organisation_id)
        values (gen_random_uuid(), ${organisationId}::uuid)`.execute(handle)
      const person = sql`${named.member}::uuid`
      await sql`
        insert into recovery_codes (person_id, code_hash)
        values (${person}, sha256('1'::bytea))`.execute(handle)
      await sql`
        insert into federated_identities (issuer, subject, person_id)
        values ('https://id.example', 'x', ${person})`.execute(handle)
      await sql`
        insert into evidence_items
          (capture_id, organisation_id, name, path, title, mediatype, bytes, sha256)
        values (${named.capture}::uuid, ${organisationId}::uuid, 'page', 'items/page.html', 'x',
          'text/html', 1, sha256('1'::bytea))`.execute(handle)
      await sql`
        insert into evidence_seals (capture_id, organisation_id, log_index, sealed_at, files)
        values (${named.capture}::uuid, ${organisationId}::uuid, 0, now(), '{}')`.execute(handle)
      await sql`
        insert into evidence_keys
          (id, organisation_id, public_key, sealed, statement, signature, made_at)
        values (encode(sha256('k'::bytea), 'hex'), ${organisationId}::uuid, 'x', 'x', 'x',
          decode(repeat('00', 64), 'hex'), now()) on conflict do nothing`.execute(handle)
      const held = sql`${named.confidentialityHold}::uuid, ${organisationId}::uuid`
      await sql`
        insert into confidentiality_hold_listings (id, confidentiality_hold_id, organisation_id, marketplace, external_id,
          authority, contact, set_at, expires_at)
        values (gen_random_uuid(), ${held}, 'x', 'x', 'x', 'x', now(), now())`.execute(handle)
      await sql`
        insert into confidentiality_hold_grants (confidentiality_hold_id, organisation_id, granted_to)
        values (${held}, 'somebody-else')`.execute(handle)
      await sql`
        insert into published_error_ledgers (organisation_id)
        values (${organisationId}::uuid)`.execute(handle)
      await sql`
        insert into marketplace_bindings (marketplace, organisation_id)
        values ('x', ${organisationId}::uuid)`.execute(handle)
      await sql`
        insert into marketplace_names (marketplace, organisation_id, name, shared)
        values ('x', ${organisationId}::uuid, 'x', false)`.execute(handle)
      await sql`
        insert into confidentiality_hold_notifications (confidentiality_hold_id, organisation_id, informed_at)
        values (${held}, now())`.execute(handle)
      await sql`
        insert into product_pictures (organisation_id, product_id, url)
        values (${organisationId}::uuid, ${named.product}, 'https://img.example/1')`.execute(handle)
      await sql`
        insert into judgements_due (listing_id, organisation_id)
        values (${named.listing}::uuid, ${organisationId}::uuid)`.execute(handle)
      await sql`
        insert into notice_forms (organisation_id, slug, name)
        values (${organisationId}::uuid, ${market.slug}, 'x')`.execute(handle)
      await sql`
        insert into webhook_attempts (id, organisation_id, webhook_id, event_id, milliseconds)
        select gen_random_uuid(), organisation_id, webhook_id, event_id, 1
        from webhook_deliveries where webhook_id = ${named.webhook}::uuid limit 1`.execute(handle)
    })
  }

  const eachContext = async (
    statementOf: (table: Granted, context: Context) => string[],
    judge: (outcome: { reached: string[] } | { refused: string }, table: Granted) => unknown,
  ): Promise<string[]> => {
    const problems: string[] = []
    for (const [who, context] of Object.entries(contexts)) {
      for (const table of tables) {
        for (const statement of statementOf(table, context)) {
          const outcome = await attempt(store, context, statement)
          if (judge(outcome, table) === true) continue
          problems.push(`${who}: ${statement.slice(0, 200)}: ${JSON.stringify(outcome)}`)
        }
      }
    }
    return problems
  }
  /** Makes a row the actor's own, and not a duplicate. */
  const ownOf = ({ columns, key }: Granted, context: Context): Record<string, string | number> => ({
    organisation_id: ('organisationId' in context && context.organisationId) || other,
    ...(key.includes('id') && { id: randomUUID() }),
    ...(key.includes('version') && { version: 1000 }),
    ...(key.includes('place') && { place: 49 }),
    ...(columns.includes('engine') && { engine: 'another' }),
    ...(key.includes('brand_id') && { brand_id: 'a-brand-of-nobody' }),
    ...(columns.includes('actor_id') &&
      context.as === 'tenant' && { actor_kind: context.actor.kind, actor_id: context.actor.id }),
  })
  /** A null reference refers to nothing; in a two-column reference the organisation is the actor's own. */
  const hangsOnAnother = ({ references }: Granted, json: string): boolean => {
    const row = JSON.parse(json) as Record<string, unknown>
    return references.some(({ column }) => column !== 'organisation_id' && row[column] !== null)
  }
  const isKept = ({ name }: Granted, text: string): boolean =>
    kept.get(name)!.some((row) => row.text === text)

  test('every table contains a row of a victim, so that the tests below cover it too', () => {
    const empty = tables.filter(({ name }) => kept.get(name)!.length === 0)
    expect(empty.map(({ name }) => name)).toEqual([])
  })

  test('no row is read but those that a sight policy releases', async () => {
    const released: string[] = []
    const problems = await eachContext(
      (table) => [
        table.readable.length === 0
          ? `select 1 from ${table.name}`
          : `select ${rowText(table)} as text from ${table.name} t`,
      ],
      (outcome, table) => {
        if ('refused' in outcome) return refusal.test(outcome.refused)
        const theirs = outcome.reached.filter((text) => isKept(table, text))
        released.push(...theirs.map((text) => `${table.name} ${text}`))
        return true
      },
    )
    expect(problems).toEqual([])
    // Only for the rival, for the one listing that matches its brand with certainty and its seller, and no mention of another's.
    const { shared, sharedSeller } = victims[0]!
    const inSight = [
      'listings',
      'listing_versions',
      'assessments',
      'listing_mentions',
      'listing_pictures',
      'seller_accounts',
    ]
    const expected = inSight.flatMap((name) =>
      kept
        .get(name)!
        .filter(({ json }) => json.includes(name === 'seller_accounts' ? sharedSeller : shared))
        .filter(({ json }) => name !== 'listing_mentions' || json.includes('"gucci"'))
        .map(({ text }) => `${name} ${text}`),
    )
    expect(expected).toHaveLength(6)
    expect(released.sort()).toEqual(expected.sort())
  })

  test('no row is changed or removed', async () => {
    const problems = await eachContext(
      ({ name, columns, updatable, mayDelete, ...table }) => {
        const texts = `returning ${rowText({ name, columns, updatable, mayDelete, ...table }).replaceAll('t.', `${name}.`)} as text`
        const column = updatable[0] ?? columns.find((one) => one !== 'revision')!
        return [
          `update ${name} set ${column} = ${column} ${updatable.length > 0 ? texts : ''}`,
          `delete from ${name} ${mayDelete ? texts : ''}`,
        ]
      },
      (outcome, table) => {
        if ('refused' in outcome) return refusal.test(outcome.refused)
        return !outcome.reached.some((text) => isKept(table, text))
      },
    )
    expect(problems).toEqual([])
  })

  test('no row is written in a victim’s name', async () => {
    const problems = await eachContext(
      (table) => {
        if (table.insertable.length === 0) return []
        const fresh: Record<string, string> = table.key.join() === 'id' ? { id: randomUUID() } : {}
        return kept.get(table.name)!.map(({ json }) => insertOf(table, json, fresh))
      },
      (outcome) => 'refused' in outcome && refusal.test(outcome.refused),
    )
    expect(problems).toEqual([])
  })

  describe('a row of one’s own that hangs on a victim’s', () => {
    test('is refused', async () => {
      const problems = await eachContext(
        (table, context) => {
          if (table.insertable.length === 0 || table.references.length === 0) return []
          if (!table.columns.includes('organisation_id')) return []
          return kept
            .get(table.name)!
            .filter(({ json }) => hangsOnAnother(table, json))
            .map(({ json }) => insertOf(table, json, ownOf(table, context)))
        },
        (outcome) =>
          'refused' in outcome &&
          (refusal.test(outcome.refused) || /foreign key/.test(outcome.refused)),
      )
      expect(problems).toEqual([])
    })

    test('gives no sight where it was tried, and keeps its owner from nothing', async () => {
      const [{ named, key }] = victims as [Victim]
      const mention = store.transact(contexts['a rival']!, (handle) =>
        sql`
          insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, verdict,
            marketplace, first_seen_at)
          values (${named.listing}::uuid, ${rival}::uuid, 'nike', 1, 'clear', '', now())`.execute(
          handle,
        ),
      )
      await expect(mention).rejects.toThrow('listing_mentions_of_listing')
      for (const [table, column] of [
        ['listings', 'id'],
        ['listing_versions', 'listing_id'],
        ['assessments', 'listing_id'],
      ] as const) {
        const outcome = await attempt(
          store,
          contexts['a rival']!,
          `select ${column}::text as text from ${table} where ${column} = '${named.listing}'`,
        )
        expect([table, outcome]).toEqual([table, { reached: [] }])
      }
      const listing = { id: named.externalId, marketplace: named.marketplace, title: 'Prada scarf' }
      const taken = await askByKey(app, key, 'POST', '/api/v1/listings', listing)
      expect(taken).toMatchObject({ id: named.listing, state: 'changed', version: 3 })
    })
  })

  test('nothing in the schema runs or reads as its owner', async () => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ name: string }>`
        select proname::text as name from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef
        union all
        select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'p', 'f')`.execute(
        handle,
      ),
    )
    expect(rows).toEqual([])
  })
})
