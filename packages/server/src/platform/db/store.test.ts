import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey, newOrganisation, operatorContext, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import type { StoreConfig } from '../config/index.ts'
import type { Context } from './context.ts'
import { actForOrganisation, type Transaction } from './transaction.ts'
import { migrate, ownMigrations, readMigrations } from './migrations.ts'
import { openEngine } from './open-store.ts'
import { storeOn, type Engine, type Store } from './store.ts'
import { jsonTexts } from './value-conversion.ts'

const raw = (text: string) => (handle: Transaction) =>
  sql.raw<Record<string, unknown>>(text).execute(handle)

/** A program of the organisation: what a user creates has to name the user. */
function programContext(organisationId: string): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'key', id: randomUUID() } }
}

async function insertKeyOf(handle: Transaction, organisationId: string): Promise<void> {
  await handle
    .insertInto('keys')
    .values({
      id: randomUUID(),
      organisation_id: organisationId,
      prefix: randomBytes(6).toString('hex'),
      secret_hash: randomBytes(32),
      scopes: ['listings:read'],
    })
    .execute()
}

onBothEngines((which) => {
  let config: StoreConfig
  let engine: Engine
  let store: Store
  let mine: string
  let theirs: string
  let theirKey: string

  beforeAll(async () => {
    config = await which.newStore()
    engine = await openEngine(config)
    await migrate(engine.owner, readMigrations(ownMigrations))
    store = storeOn(engine)
    mine = (await newOrganisation(store, 'mine')).id
    theirs = (await newOrganisation(store, 'theirs')).id
    theirKey = (await newKey(store, 'theirs')).id
    await newKey(store, 'mine')
  })
  afterAll(() => store?.close())

  test('a tenant’s transaction runs under the application role and knows whose it is', async () => {
    const { rows } = await store.transact(
      tenantContext(mine, 'anna'),
      raw(
        `select current_user as role, current_organisation() as organisation,
           current_actor_kind() as kind, current_actor_id() as actor`,
      ),
    )
    expect(rows).toEqual([
      { role: 'touchstone_app', organisation: mine, kind: 'person', actor: 'anna' },
    ])
  })

  test('400 concurrent transactions of many tenants see their own rows alone', async () => {
    const tenants: string[] = []
    for (let index = 0; index < 20; index++) {
      tenants.push((await newOrganisation(store, `tenant-${index}`)).id)
    }
    const work = Array.from({ length: 400 }, async (_, index) => {
      const tenant = tenants[index % tenants.length]!
      const failing = index % 7 === 0
      const attempt = store.transact(programContext(tenant), async (handle) => {
        await insertKeyOf(handle, tenant)
        // Lets others run in the middle of the transaction.
        await new Promise((resolve) => setImmediate(resolve))
        if (failing) throw new RangeError('given up')
        return handle.selectFrom('keys').select('organisation_id').execute()
      })
      if (failing) {
        await expect(attempt).rejects.toThrow('given up')
        return []
      }
      const rows = await attempt
      expect(rows.length).toBeGreaterThan(0)
      return rows.filter((row) => row.organisation_id !== tenant)
    })
    expect((await Promise.all(work)).flat()).toEqual([])
    const { rows } = await store.transact(
      operatorContext,
      raw(`select count(*) as count from keys k join organisations o on o.id = k.organisation_id
           where o.slug like 'tenant-%'`),
    )
    expect(rows).toEqual([{ count: 400 - Math.ceil(400 / 7) }])
  })

  describe('row-level security works without any check of the application', () => {
    test.each([
      ['organisations', 'id'],
      ['keys', 'organisation_id'],
      ['audit_events', 'organisation_id'],
    ])('%s of another organisation are not seen', async (table, column) => {
      const { rows } = await store.transact(
        tenantContext(mine),
        raw(`select distinct ${column}::text as owner from ${table}`),
      )
      expect(rows).toEqual([{ owner: mine }])
    })

    test('another organisation’s key is not changed by its id', async () => {
      const { numAffectedRows } = await store.transact(
        tenantContext(mine),
        raw(`update keys set revoked_at = now() where id = '${theirKey}'`),
      )
      expect(numAffectedRows).toBe(0n)
    })

    test.each([
      [
        'a key',
        `insert into keys (id, organisation_id, prefix, secret_hash, scopes)
         values (gen_random_uuid(), $theirs, 'abcdefabcdef', decode(repeat('00', 32), 'hex'), '{listings:read}')`,
      ],
      [
        'an event',
        `insert into audit_events (id, organisation_id, action, subject_kind, subject_id)
         values (gen_random_uuid(), $theirs, 'key-created', 'key', '1')`,
      ],
      [
        'an event in another’s name',
        `insert into audit_events (id, organisation_id, actor_id, action, subject_kind, subject_id)
         values (gen_random_uuid(), $mine, 'somebody else', 'key-created', 'key', '1')`,
      ],
    ])('%s is not put where it does not belong', async (_what, text) => {
      const filled = text.replace('$theirs', `'${theirs}'`).replace('$mine', `'${mine}'`)
      await expect(store.transact(tenantContext(mine), raw(filled))).rejects.toThrow(
        'row-level security',
      )
    })

    test.each([
      'delete from keys',
      'delete from organisations',
      `update keys set organisation_id = organisation_id`,
      `update keys set secret_hash = decode(repeat('00', 32), 'hex')`,
      `update organisations set name = 'other'`,
      `insert into organisations (id, slug, name, kind) values (gen_random_uuid(), 'x', 'x', 'host')`,
      `update audit_events set action = 'other'`,
      'delete from audit_events',
      'select * from schema_migrations',
    ])('no right to: %s', async (text) => {
      await expect(store.transact(tenantContext(mine), raw(text))).rejects.toThrow(
        'permission denied',
      )
    })

    test('a visitor sees the key that it names and nothing else', async () => {
      const key = await newKey(store, 'theirs')
      const keyPrefix = key.text.split('_')[1]!
      const visible = (text: string) => store.transact({ as: 'visitor', keyPrefix }, raw(text))
      expect((await visible('select id from keys')).rows).toEqual([{ id: key.id }])
      expect((await visible('select * from organisations')).rows).toEqual([])
      expect((await visible('select * from audit_events')).rows).toEqual([])
      const changed = await visible(`update keys set revoked_at = now()`)
      expect(changed.numAffectedRows).toBe(0n)
    })
  })

  test.each([
    'update audit_events set action = action',
    'delete from audit_events',
    'truncate audit_events',
  ])('the owner of the tables is refused too: %s', async (text) => {
    await expect(engine.owner.query(text)).rejects.toThrow('append-only')
  })

  describe('the application role can’t climb back', () => {
    test.each([
      'reset role',
      'set role none',
      'set role postgres',
      'set role touchstone_operator',
      'set session authorization postgres',
      'reset session authorization',
      'reset all',
      'discard all',
      'commit',
      'rollback',
      'set local touchstone.organisation = 1',
      '/* */ reset role',
      'select 1; reset role',
      'select 1; commit',
      `do $$ begin execute 'reset role'; end $$`,
      `prepare transaction 'x'`,
      'begin',
      'create function pg_temp.f() returns void language sql as $$ reset role $$',
    ])('%s is refused', async (text) => {
      await expect(store.transact(tenantContext(mine), raw(text))).rejects.toThrow(
        /may read and change rows|multiple commands/,
      )
      // And the next one on this connection has its own role and tenant again.
      const { rows } = await store.transact(
        tenantContext(theirs),
        raw('select current_user as role, current_organisation() as organisation'),
      )
      expect(rows).toEqual([{ role: 'touchstone_app', organisation: theirs }])
    })

    test('a setting of an ended transaction is gone', async () => {
      await store.transact(tenantContext(mine), raw('select 1'))
      const { rows } = await store.transact(
        { as: 'visitor', keyPrefix: '000000000000' },
        raw('select current_organisation() as organisation, current_actor_id() as actor'),
      )
      expect(rows).toEqual([{ organisation: null, actor: null }])
    })

    if (which.name === 'embedded') {
      test.each([
        `select set_config('role', 'postgres', true)`,
        `select set_config('session_authorization', 'postgres', true)`,
        `select set_config('touchstone.organisation', '00000000-0000-4000-8000-000000000000', true)`,
      ])('%s is not permitted', async (text) => {
        await expect(store.transact(tenantContext(mine), raw(text))).rejects.toThrow(
          'permission denied for function set_config',
        )
      })
    } else {
      test('its login has no rights outside the role, whatever it runs', async () => {
        const { options } = engine.requests as unknown as { options: { connectionString: string } }
        const client = new Client({ connectionString: options.connectionString })
        await client.connect()
        try {
          for (const role of ['owner', 'postgres', 'touchstone_operator']) {
            await expect(client.query(`set role ${role}`)).rejects.toThrow('permission denied')
            await expect(client.query(`set session authorization ${role}`)).rejects.toThrow(
              'permission denied',
            )
          }
          for (const back of ['reset role', 'set role none', 'reset session authorization']) {
            await client.query('set role touchstone_app')
            await client.query(back)
            await client.query('reset role')
            await expect(client.query('select * from keys')).rejects.toThrow('permission denied')
            await expect(client.query('create table loot (a int)')).rejects.toThrow(
              'permission denied',
            )
          }
        } finally {
          await client.end()
        }
      })
    }
  })

  describe('a transaction', () => {
    test('within another is reported at once instead of waiting for ever', async () => {
      const nested = store.transact(tenantContext(mine), () =>
        store.transact(tenantContext(mine), raw('select 1')),
      )
      await expect(nested).rejects.toThrow('a transaction is already open')
    })

    test('does not outlive its work: a late query is refused', async () => {
      const leaked = await store.transact(tenantContext(mine), async (handle) => ({ handle }))
      await expect(leaked.handle.selectFrom('keys').selectAll().execute()).rejects.toThrow(
        'after the end of its transaction',
      )
    })

    test('in which an error was ignored is no success', async () => {
      const swallowed = store.transact(programContext(mine), async (handle) => {
        await insertKeyOf(handle, mine)
        await insertKeyOf(handle, theirs).catch(() => undefined)
      })
      await expect(swallowed).rejects.toThrow('rolled back')
    })

    test('of a tenant without an organisation’s id is refused', async () => {
      await expect(store.transact(tenantContext('x'), raw('select 1'))).rejects.toThrow(
        'needs the id',
      )
    })

    test('treats an actor’s name as text, whatever it contains', async () => {
      const name = `o'x\\'; reset role; --`
      const { rows } = await store.transact(
        tenantContext(mine, name),
        raw('select current_actor_id() as actor, current_user as role'),
      )
      expect(rows).toEqual([{ actor: name, role: 'touchstone_app' }])
    })
  })

  describe('a transaction that acts for another organisation', () => {
    const installation = { kind: 'operator', id: 'exchange' } as const
    const keysOf = async (handle: Transaction): Promise<string[]> => {
      const { rows } = await sql<{ of: string }>`
        select distinct organisation_id as of from keys`.execute(handle)
      return rows.map((row) => row.of)
    }
    const other = () => ({ organisationId: theirs, actor: installation })

    test('sees and writes the rows of that one alone, and returns to its own limits', async () => {
      const limited = { ...tenantContext(mine, 'anna'), brands: ['belts'] } as const
      const who = raw(
        `select current_user as role, current_organisation() as organisation,
           current_actor_id() as actor, current_brands() as brands`,
      )
      await store.transact(limited, async (handle) => {
        expect(await keysOf(handle)).toEqual([mine])
        await actForOrganisation(handle, other(), async (lent) => {
          expect((await who(lent)).rows).toEqual([
            { role: 'touchstone_app', organisation: theirs, actor: 'exchange', brands: null },
          ])
          expect(await keysOf(lent)).toEqual([theirs])
          // The outer handle would run in the wrong organisation's name.
          await expect(keysOf(handle)).rejects.toThrow('acts for another organisation')
        })
        expect((await who(handle)).rows).toEqual([
          { role: 'touchstone_app', organisation: mine, actor: 'anna', brands: ['belts'] },
        ])
        expect(await keysOf(handle)).toEqual([mine])
      })
    })

    test('is written or undone with the rest', async () => {
      const count = async (): Promise<number> => {
        const { rows } = await store.transact(tenantContext(theirs), raw('select id from keys'))
        return rows.length
      }
      const before = await count()
      const write = (fails: boolean) =>
        store.transact(programContext(mine), async (handle) => {
          const { organisationId } = other()
          const actor = { kind: 'key', id: randomUUID() } as const
          await actForOrganisation(handle, { organisationId, actor }, (lent) =>
            insertKeyOf(lent, theirs),
          )
          if (fails) throw new Error('no')
        })
      await expect(write(true)).rejects.toThrow('no')
      expect(await count()).toBe(before)
      await write(false)
      expect(await count()).toBe(before + 1)
    })

    test('is not for its own rows, an old handle, or a visitor', async () => {
      let leaked: Transaction | undefined
      await store.transact(programContext(mine), async (handle) => {
        await actForOrganisation(handle, other(), async (lent) => void (leaked = lent))
        await expect(keysOf(leaked!)).rejects.toThrow('after the end of its transaction')
        expect(await keysOf(handle)).toEqual([mine])
      })
      await expect(
        store.transact(programContext(mine), (handle) =>
          actForOrganisation(handle, other(), (lent) => insertKeyOf(lent, mine)),
        ),
      ).rejects.toThrow()
      await expect(
        store.transact({ as: 'visitor' }, (handle) => actForOrganisation(handle, other(), keysOf)),
      ).rejects.toThrow('only a transaction of an organisation')
    })

    test('fails with the cause where a query in it fails', async () => {
      await expect(
        store.transact(programContext(mine), (handle) =>
          actForOrganisation(handle, other(), raw('select 1 / 0')),
        ),
      ).rejects.toThrow(/zero/)
    })
  })

  test('dates, whole numbers and lists keep their types', async () => {
    const { rows } = await store.transact(
      tenantContext(mine),
      raw(
        `select date '2026-11-25' as day, 9007199254740991::int8 as number, '{a,b}'::text[] as list`,
      ),
    )
    expect(rows).toEqual([{ day: '2026-11-25', number: 9007199254740991, list: ['a', 'b'] }])
  })

  test('a text with a null character is the caller’s fault, and costs no connection', async () => {
    const session = async (): Promise<unknown> => {
      const { rows } = await store.runQueueSql('select pg_backend_pid() as pid, now() as at')
      return (rows as { pid: number }[])[0]?.pid
    }
    const before = await session()
    const refusal = { class: 'validation-failed', status: 422 }
    const visitor = (door: string): Promise<unknown> =>
      store.transact({ as: 'visitor', door }, raw('select 1'))
    await expect(visitor('a\0')).rejects.toMatchObject(refusal)
    const inParameter = store.transact(operatorContext, (handle) =>
      sql`select ${'a\0'}::text`.execute(handle),
    )
    await expect(inParameter).rejects.toMatchObject(refusal)
    const inJson = store.transact(operatorContext, (handle) =>
      sql`select ${JSON.stringify(['a\0'])}::jsonb`.execute(handle),
    )
    await expect(inJson).rejects.toMatchObject(refusal)
    // The server reports a protocol violation, and continues.
    await expect(store.runQueueSql('select 1 as "a\0"')).rejects.toMatchObject({ code: '08P01' })
    expect(await session()).toBe(before)
    await expect(visitor('a')).resolves.toBeDefined()
  })

  test('any values pass whole through a list of JSON, null as nothing', async () => {
    const text = fc.string({
      unit: fc.constantFrom('"', '\\', '{', ',', '\0', '\n', '\ud800', 'é', '\u2028'),
    })
    const value = fc.oneof(text, fc.jsonValue(), fc.dictionary(text, text))
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 5 }), async (values) => {
        const { rows } = await store.transact(operatorContext, (handle) =>
          sql<{ value: unknown }>`
            select value from unnest(${jsonTexts(values)}::json[]) as value`.execute(handle),
        )
        expect(rows.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 100 },
    )
  })
})
