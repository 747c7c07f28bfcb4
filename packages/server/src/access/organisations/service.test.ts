import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { listEvents } from '../audit/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import type { Actor, Organisation } from './types.ts'
import {
  contextOf,
  createApiKey,
  createOrganisation,
  listApiKeys,
  revokeApiKey,
  authenticateApiKey,
} from './manage-api-keys.ts'
import { findOrganisation } from './repository.ts'

onOneEngine((engine) => {
  let store: Store
  let market: Organisation
  let rival: Organisation
  let admin: Actor
  let analyst: Actor

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await newOrganisation(store, 'market-a', { name: 'Market A' })
    rival = await newOrganisation(store, 'market-b')
    const anna = randomUUID()
    await asOperator(store, async (handle) => {
      const email = 'anna@market-a.example'
      await handle.insertInto('people').values({ id: anna, email, name: 'Anna' }).execute()
      await handle
        .insertInto('memberships')
        .values({ organisation_id: market.id, person_id: anna, roles: ['admin'] })
        .execute()
    })
    admin = { kind: 'person', id: anna, organisationId: market.id, roles: ['admin'] }
    analyst = { kind: 'person', id: 'ben', organisationId: market.id, roles: ['analyst'] }
  })
  afterAll(() => store?.close())

  const keysOf = (handle: Transaction, organisationId: string, after?: { at: Date; id: string }) =>
    listApiKeys({
      handle,
      actor: operator,
      organisationId,
      input: { limit: 100, ...(after && { after }) },
    })
  const create = (actor: Actor, organisation: string, scopes: string[] = ['listings:read']) =>
    store.transact(contextOf(actor), (handle) =>
      createApiKey({ handle, actor, input: { organisation, scopes } }),
    )
  const revoke = (actor: Actor, id: string) =>
    store.transact(contextOf(actor), (handle) => revokeApiKey({ handle, actor, input: { id } }))
  const logOf = async (organisation: Organisation) =>
    store.transact(
      { as: 'tenant', organisationId: organisation.id, actor: { kind: 'person', id: 'x' } },
      (handle) => listEvents({ handle, organisationId: organisation.id }),
    )

  describe('an organisation', () => {
    test('is stored as given, and its creation is in its log', async () => {
      expect(await asOperator(store, (handle) => findOrganisation(handle, 'market-a'))).toEqual({
        id: market.id,
        slug: 'market-a',
        name: 'Market A',
        kind: 'marketplace',
        parentId: null,
        createdAt: expect.any(Date),
      })
      expect((await logOf(market)).at(-1)).toMatchObject({
        actorKind: 'operator',
        actorId: 'test',
        action: 'organisation-created',
        subjectKind: 'organisation',
        subjectId: market.id,
        detail: { slug: 'market-a', kind: 'marketplace' },
      })
    })

    test('may be a house of a group', async () => {
      const group = await newOrganisation(store, 'group', { kind: 'rights-holder' })
      const house = await newOrganisation(store, 'house', {
        kind: 'rights-holder',
        parent: 'group',
      })
      expect(house.parentId).toBe(group.id)
    })

    test('whose slug is in use is refused, and leaves no event', async () => {
      const before = await logOf(market)
      await expect(newOrganisation(store, 'market-a')).rejects.toMatchObject({
        class: 'conflict',
        status: 409,
        pointer: '/slug',
      })
      expect(await logOf(market)).toEqual(before)
    })

    test.each([
      [{ slug: 'Market A' }, '/slug'],
      [{ name: ' ' }, '/name'],
      [{ kind: 'shop' }, '/kind'],
      [{ colour: 'red' }, ''],
    ])('with %j is refused at its field', async (more, pointer) => {
      await expect(newOrganisation(store, 'wrong', more)).rejects.toMatchObject({
        class: 'validation-failed',
        pointer,
      })
    })

    test('of a group that is not there is refused', async () => {
      await expect(newOrganisation(store, 'orphan', { parent: 'none' })).rejects.toMatchObject({
        code: 'not-found',
        pointer: '/parent',
      })
    })

    test('is created by no one but the operator', async () => {
      const input = { kind: 'host', slug: 'own', name: 'Own' }
      const denied = store.transact(contextOf(admin), (handle) =>
        createOrganisation({ handle, actor: admin, input }),
      )
      await expect(denied).rejects.toMatchObject({ class: 'forbidden', status: 403 })
    })
  })

  describe('a key', () => {
    test('signs in with its organisation and scopes, and its making is in the log', async () => {
      const { key, text } = await create(admin, 'market-a', ['listings:read', 'listings:write'])
      expect(await authenticateApiKey(store, text)).toEqual({
        kind: 'key',
        id: key.id,
        organisationId: market.id,
        scopes: ['listings:read', 'listings:write'],
        madeBy: admin.id,
        brands: [],
        territories: [],
      })
      const [event] = await logOf(market)
      expect(event).toMatchObject({
        actorKind: 'person',
        actorId: admin.id,
        action: 'key-created',
        subjectId: key.id,
      })
      expect(JSON.stringify(event)).not.toContain(text.split('_').slice(2).join('_'))
    })

    test('is in no row of the store', async () => {
      const { text } = await newKey(store, 'market-a')
      const secret = text.split('_').slice(2).join('_')
      const { rows } = await asOperator(store, (handle) =>
        sql<{ text: string }>`select k::text || encode(secret_hash, 'escape') as text from keys k
          union all select e::text from audit_events e`.execute(handle),
      )
      expect(rows.filter(({ text: row }) => row.includes(secret))).toEqual([])
    })

    test('notes when it was used, at most once a minute', async () => {
      const { id, text } = await newKey(store, 'market-a')
      const lastUsed = async (): Promise<Date | null | undefined> =>
        (await asOperator(store, (handle) => keysOf(handle, market.id))).find(
          (key) => key.id === id,
        )?.lastUsedAt
      expect(await lastUsed()).toBeNull()
      await authenticateApiKey(store, text)
      const first = await lastUsed()
      expect(first).toBeInstanceOf(Date)
      await authenticateApiKey(store, text)
      expect(await lastUsed()).toEqual(first)
    })

    test('that is wrong, unknown, malformed or revoked gets one and the same answer', async () => {
      const { text } = await newKey(store, 'market-a')
      const revoked = await newKey(store, 'market-a')
      await revoke(admin, revoked.id)
      const wrongSecret = text.slice(0, -1) + (text.endsWith('A') ? 'B' : 'A')
      const wrong = [
        text.slice(0, 17) + (await newKey(store, 'market-a')).text.slice(17),
        text.replace(/^tsk_.{12}/, 'tsk_000000000000'),
        wrongSecret,
        'tsk_',
        revoked.text,
      ]
      const answers = await Promise.all(
        wrong.map((key) => authenticateApiKey(store, key).catch((error: unknown) => error)),
      )
      for (const answer of answers) {
        expect(answer).toMatchObject({ class: 'unauthenticated', status: 401 })
        expect((answer as Error).message).toBe((answers[0] as Error).message)
      }
    })

    test('is revoked once, with one entry in the log', async () => {
      const { id } = await newKey(store, 'market-a')
      await revoke(admin, id)
      await revoke(admin, id)
      const events = (await logOf(market)).filter(
        (event) => event.subjectId === id && event.action === 'key-revoked',
      )
      expect(events).toHaveLength(1)
    })

    test('of another organisation looks as if it were not there', async () => {
      const theirs = await newKey(store, 'market-b')
      const none = '00000000-0000-4000-8000-000000000000'
      const answers = await Promise.all(
        [theirs.id, none, 'x'].map((id) => revoke(admin, id).catch((error: unknown) => error)),
      )
      for (const answer of answers) expect(answer).toMatchObject({ code: 'not-found' })
      await expect(create(admin, 'market-b')).rejects.toMatchObject({ code: 'not-found' })
      expect(await authenticateApiKey(store, theirs.text)).toMatchObject({
        organisationId: rival.id,
      })
    })

    test('is made and revoked by an admin, not by an analyst or a key', async () => {
      const { id, text } = await newKey(store, 'market-a')
      const key = await authenticateApiKey(store, text)
      for (const actor of [analyst, key]) {
        await expect(create(actor, 'market-a')).rejects.toMatchObject({ class: 'forbidden' })
        await expect(revoke(actor, id)).rejects.toMatchObject({ class: 'forbidden' })
      }
    })

    test.each([[[]], [['listings:delete']], [['*']]])('of scopes %j is refused', async (scopes) => {
      await expect(create(admin, 'market-a', scopes)).rejects.toMatchObject({
        class: 'validation-failed',
      })
    })
  })

  test('lists have pages without gap or repetition', async () => {
    const owner = await newOrganisation(store, 'many-keys')
    await asOperator(store, async (handle) => {
      for (let index = 0; index < 150; index++) {
        const input = { organisation: 'many-keys', scopes: ['listings:read'] }
        await createApiKey({ handle, actor: operator, input })
      }
    })
    await asOperator(store, async (handle) => {
      const keys = await keysOf(handle, owner.id)
      const { createdAt, id } = keys.at(-1)!
      const more = await keysOf(handle, owner.id, { at: createdAt, id })
      expect([keys.length, new Set([...keys, ...more].map(({ id }) => id)).size]).toEqual([
        100, 150,
      ])
      const events = await listEvents({ handle, organisationId: owner.id })
      const after = events.at(-1)
      const older = await listEvents({ handle, organisationId: owner.id, ...(after && { after }) })
      expect([events.length, new Set([...events, ...older].map(({ id }) => id)).size]).toEqual([
        100, 151,
      ])
    })
  })
})
