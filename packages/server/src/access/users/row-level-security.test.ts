import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { inviteByOperator, newApi, newMember, type Browser } from '../../../test/users.ts'
import type { Organisation } from '../organisations/index.ts'
import { openStore, type Context, type Store } from '../../platform/db/index.ts'

const none = '00000000-0000-4000-8000-000000000000'

type Item = { id: string; email: string }

describe('row-level security works without any check of the application', () => {
  onBothEngines((engine) => {
    let store: Store
    let app: FastifyInstance
    let mine: Organisation
    let theirs: Organisation
    let admin: Browser
    let rival: Browser

    beforeAll(async () => {
      store = await openStore(await engine.newStore())
      app = newApi(store)
      mine = await newOrganisation(store, 'house-a')
      theirs = await newOrganisation(store, 'house-b')
      admin = await newMember(app, store, 'house-a', 'admin@house-a.example')
      await newMember(app, store, 'house-a', 'ana@house-a.example', { roles: ['analyst'] })
      rival = await newMember(app, store, 'house-b', 'admin@house-b.example')
      for (const browser of [admin, rival]) {
        await browser.post('/api/v1/two-factor')
      }
      for (const slug of ['house-a', 'house-b']) {
        await inviteByOperator(store, slug, 'new@example.com')
      }
    })
    afterAll(async () => {
      await app?.close()
      await store?.close()
    })

    const membersOf = async (browser: Browser): Promise<Item[]> =>
      (await browser.get('/api/v1/members?limit=200')).body['items'] as Item[]
    const idOf = async (browser: Browser, email: string): Promise<string> =>
      (await membersOf(browser)).find((member) => member.email === email)!.id

    const countOf = async (context: Context, table: string): Promise<number> => {
      const { rows } = await store.transact(context, (handle) =>
        sql.raw<{ count: number }>(`select count(*) as count from ${table}`).execute(handle),
      )
      return rows[0]!.count
    }
    const proofs = ['credentials', 'second_factors', 'recovery_codes', 'federated_identities']

    test('a tenant sees its own members alone, and nothing with which anyone signs in', async () => {
      const context = tenantContext(theirs.id)
      const { rows } = await store.transact(context, (handle) =>
        sql<{ email: string }>`select p.email from people p order by email`.execute(handle),
      )
      const emails = (await membersOf(rival)).map(({ email }) => email).sort()
      expect(rows.map(({ email }) => email)).toEqual(emails)
      for (const table of [...proofs, 'throttles']) expect(await countOf(context, table)).toBe(0)
      for (const table of ['memberships', 'invitations', 'sessions']) {
        const { rows: of } = await store.transact(context, (handle) =>
          sql
            .raw<{ id: string }>(`select distinct organisation_id as id from ${table}`)
            .execute(handle),
        )
        expect(of.map(({ id }) => id)).toEqual([theirs.id])
      }
    })

    test('a visitor sees only the row that it names, and a key no sessions', async () => {
      const tables = [...proofs, 'people', 'memberships', 'sessions', 'invitations', 'throttles']
      for (const table of tables) {
        expect([table, await countOf({ as: 'visitor' }, table)]).toEqual([table, 0])
      }
      const named = { as: 'visitor', email: 'admin@house-a.example' } as const
      expect(await countOf(named, 'people')).toBe(1)
      for (const table of [...proofs, 'memberships', 'sessions']) {
        expect([table, await countOf(named, table)]).toEqual([table, 0])
      }
      const key: Context = {
        as: 'tenant',
        organisationId: mine.id,
        actor: { kind: 'key', id: none },
      }
      for (const table of ['sessions', 'invitations']) expect(await countOf(key, table)).toBe(0)
    })

    test.each<[string, () => Context, string]>([
      [
        'a key makes no member',
        () => ({ as: 'tenant', organisationId: mine.id, actor: { kind: 'key', id: none } }),
        `insert into memberships (organisation_id, person_id, roles)
         values ('$mine', '$person', '{admin}')`,
      ],
      [
        'a tenant makes no member of another organisation',
        () => tenantContext(theirs.id),
        `insert into memberships (organisation_id, person_id, roles)
         values ('$mine', '$person', '{admin}')`,
      ],
      [
        'a person gives itself no membership',
        () => ({ as: 'self', personId: none }),
        `insert into memberships (organisation_id, person_id, roles)
         values ('$mine', '$person', '{admin}')`,
      ],
      [
        'a person makes nobody else',
        () => ({ as: 'self', personId: none }),
        `insert into people (id, email, name) values (gen_random_uuid(), 'x@example.com', 'X')`,
      ],
      [
        'nobody becomes an admin of the installation',
        () => ({ as: 'self', personId: none }),
        `update people set installation_admin = true`,
      ],
      [
        'a person sets no other’s password',
        () => ({ as: 'self', personId: none }),
        `insert into credentials (person_id, password_hash) values ('$person', '$x')`,
      ],
      [
        'a person writes in no other’s name into the log of the installation',
        () => ({ as: 'self', personId: none }),
        `insert into audit_events (id, actor_kind, actor_id, action, subject_kind, subject_id)
         values (gen_random_uuid(), 'person', '$person', 'signed-in', 'session', 'x')`,
      ],
    ])('%s', async (_what, context, statement) => {
      const person = await idOf(rival, 'admin@house-b.example')
      const text = statement.replaceAll('$mine', mine.id).replaceAll('$person', person)
      const denied = store.transact(context(), (handle) => sql.raw(text).execute(handle))
      await expect(denied).rejects.toThrow(/row-level security|permission denied/)
    })

    test('a tenant ends no session of another organisation', async () => {
      await store.transact(tenantContext(theirs.id), (handle) =>
        sql`delete from sessions where organisation_id = ${mine.id}`.execute(handle),
      )
      expect((await admin.get('/api/v1/session')).status).toBe(200)
    })
  })
})
