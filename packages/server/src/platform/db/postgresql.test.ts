import { sql } from 'kysely'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { newOrganisation, operatorContext, tenantContext } from '../../../test/builders.ts'
import { postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { startWriting } from '../../../test/child-programs.ts'
import { Secret, type StoreConfig } from '../config/index.ts'
import { openStore } from './open-store.ts'
import { engineOf, inTransaction, type Store } from './store.ts'

type PostgresqlConfig = StoreConfig & { engine: 'postgresql' }

async function slugsOf(store: Store): Promise<Set<string>> {
  const rows = await store.transact(operatorContext, (handle) =>
    handle.selectFrom('organisations').select('slug').execute(),
  )
  return new Set(rows.map(({ slug }) => slug))
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

function as(url: string, user: string, password: string): Secret {
  const address = new URL(url)
  address.username = user
  address.password = password
  return new Secret(address.href)
}

describe.skipIf(postgresqlMissing !== undefined)(`PostgreSQL ${postgresqlMissing ?? ''}`, () => {
  const server = postgresqlServer()
  const newConfig = async (): Promise<PostgresqlConfig> =>
    (await newDatabase(server())) as PostgresqlConfig

  test('that is killed loses no acknowledged row, three times in a row', async () => {
    const config = await newConfig()
    await (await openStore(config)).close()
    const acknowledged: string[] = []
    for (const name of ['a', 'b', 'c']) {
      const writing = startWriting({ DATABASE_URL: config.ownerUrl.reveal() }, [name])
      await writing.until(40)
      await server().crash()
      const { code, err } = await writing.ended
      expect(code).toBe(1)
      expect(err).toContain('the database does not respond')
      acknowledged.push(...writing.acknowledged)
      await server().start()
    }
    const store = await openStore(config)
    const stored = await slugsOf(store)
    await store.close()
    expect(acknowledged.length).toBeGreaterThanOrEqual(120)
    expect(acknowledged.filter((slug) => !stored.has(slug))).toEqual([])
  })

  test('that is unavailable is reported plainly, and used again once it is back', async () => {
    const store = await openStore(await newConfig())
    await newOrganisation(store, 'before')
    const broken = store.transact(operatorContext, async (handle) => {
      await handle.selectFrom('organisations').selectAll().execute()
      await server().crash()
      await handle.selectFrom('organisations').selectAll().execute()
    })
    const unavailable = { code: 'store-unavailable', status: 503, retryable: true }
    await expect(broken).rejects.toMatchObject(unavailable)
    await expect(newOrganisation(store, 'during')).rejects.toMatchObject(unavailable)
    await server().start()
    await newOrganisation(store, 'after')
    expect([...(await slugsOf(store))].sort()).toEqual(['after', 'before'])
    await store.close()
  })

  test('whose login for requests has another password gets the right one again', async () => {
    const config = await newConfig()
    await (await openStore(config)).close()
    const { pathname } = new URL(config.ownerUrl.reveal())
    await run(
      config.ownerUrl.reveal(),
      `do $$ begin execute format('alter role %I password ''other''',
         (select 'touchstone_login_' || oid from pg_database where datname = '${pathname.slice(1)}')); end $$`,
    )
    const store = await openStore(config)
    await store.transact(tenantContext('00000000-0000-4000-8000-000000000000'), (handle) =>
      handle.selectFrom('keys').selectAll().execute(),
    )
    await store.close()
  })

  test('compiles no statement: that takes longer than any of a request', async () => {
    const store = await openStore(await newConfig())
    const tenant = tenantContext('00000000-0000-4000-8000-000000000000')
    for (const context of [operatorContext, tenant]) {
      const { rows } = await store.transact(context, (handle) =>
        sql`select current_setting('jit') as jit`.execute(handle),
      )
      expect(rows).toEqual([{ jit: 'off' }])
    }
    await store.close()
  })

  test('runs nothing behind a transaction that could not begin, and says why', async () => {
    const store = await openStore(await newConfig())
    await newOrganisation(store, 'before')
    const { requests } = engineOf(store)
    for (const [begin, why] of [
      ['begin; set local role nobody_there', /role "nobody_there" does not exist/],
      ['begin transaction of; set local role touchstone_app', /syntax error/],
    ] as const) {
      let afterwards: Promise<unknown> = Promise.resolve()
      const begun = inTransaction(requests, begin, async (client) => {
        afterwards = client.query('select slug from organisations')
        await afterwards
      })
      await expect(begun).rejects.toThrow(why)
      await expect(afterwards).rejects.toThrow(/transaction is aborted|permission denied/)
    }
    expect(await slugsOf(store)).toEqual(new Set(['before']))
    await store.close()
  })

  test('answers statements that are sent together each with its own rows', async () => {
    const store = await openStore(await newConfig())
    const { id } = await newOrganisation(store, 'together')
    const numbers = Array.from({ length: 50 }, (_, place) => place)
    const answers = await store.transact(tenantContext(id), (handle) =>
      Promise.all(
        numbers.map(async (number) => {
          const { rows } = await sql<{ number: number }>`select ${number}::int as number`.execute(
            handle,
          )
          return rows[0]?.number
        }),
      ),
    )
    expect(answers).toEqual(numbers)
    const failing = store.transact(tenantContext(id), (handle) =>
      Promise.all([sql`select 1 / (${0}::int)`.execute(handle), sql`select 1`.execute(handle)]),
    )
    await expect(failing).rejects.toThrow(/division by zero/)
    expect(await slugsOf(store)).toEqual(new Set(['together']))
    await store.close()
  })

  test('lets several processes share it', async () => {
    const config = await newConfig()
    const stores = await Promise.all([1, 2, 3].map(() => openStore(config)))
    await newOrganisation(stores[0]!, 'shared')
    expect(await slugsOf(stores[2]!)).toEqual(new Set(['shared']))
    await Promise.all(stores.map((store) => store.close()))
  })

  describe('a login named by DATABASE_APP_URL', () => {
    test.each([
      ['the owner itself', 'owner', [], 'may create roles'],
      [
        'a member of the owner',
        'web_owner',
        [`create role web_owner login password 'p'`, 'grant owner to web_owner'],
        'can become the owner of the tables',
      ],
      [
        'a member of the operator',
        'web_operator',
        [
          `create role web_operator login password 'p'`,
          'grant touchstone_operator to web_operator',
        ],
        'can become the operator',
      ],
      ['a stranger', 'web_none', [`create role web_none login password 'p'`], 'cannot become'],
    ])('that is %s is refused', async (_what, user, statements, words) => {
      const config = await newConfig()
      await (await openStore(config)).close()
      const url = config.ownerUrl.reveal()
      await server().superuser(statements)
      const appUrl = user === 'owner' ? config.ownerUrl : as(url, user, 'p')
      await expect(openStore({ ...config, appUrl })).rejects.toMatchObject({
        code: 'bad-configuration',
        message: expect.stringContaining(words),
      })
    })

    test('that can be the application role alone serves requests', async () => {
      const config = await newConfig()
      await (await openStore(config)).close()
      const url = config.ownerUrl.reveal()
      await run(
        url,
        `create role web login noinherit password 'p'`,
        'grant touchstone_app to web with inherit false, set true',
      )
      const store = await openStore({ ...config, appUrl: as(url, 'web', 'p') })
      const { id } = await newOrganisation(store, 'served')
      const rows = await store.transact(tenantContext(id), (handle) =>
        handle.selectFrom('organisations').select('slug').execute(),
      )
      await store.close()
      expect(rows).toEqual([{ slug: 'served' }])
    })
  })

  // What docs/operator/configuration.md asks a superuser to do.
  test('whose owner may not create roles works with those that a superuser made', async () => {
    const { ownerUrl } = await newConfig()
    const database = new URL(ownerUrl.reveal()).pathname.slice(1)
    await (await openStore(await newConfig())).close()
    const poor = as(ownerUrl.reveal(), 'poor', 'p')
    await server().superuser([
      `create role poor login password 'p'`,
      `alter database ${database} owner to poor`,
    ])
    await expect(
      openStore({ engine: 'postgresql', ownerUrl: poor, appUrl: undefined }),
    ).rejects.toMatchObject({
      code: 'bad-configuration',
      message: expect.stringContaining('grant touchstone_app, touchstone_operator to <owner>'),
    })
    await server().superuser([
      'grant touchstone_operator to poor with inherit false, set true',
      `create role poor_web login noinherit password 'p'`,
      'grant touchstone_app to poor_web with inherit false, set true',
    ])
    const appUrl = as(ownerUrl.reveal(), 'poor_web', 'p')
    const store = await openStore({ engine: 'postgresql', ownerUrl: poor, appUrl })
    const { id } = await newOrganisation(store, 'served')
    await store.transact(tenantContext(id), (handle) =>
      handle.selectFrom('organisations').selectAll().executeTakeFirstOrThrow(),
    )
    await store.close()
  })

  test('may serve a second installation whose owner was granted the roles', async () => {
    const { ownerUrl } = await newConfig()
    const database = new URL(ownerUrl.reveal()).pathname.slice(1)
    await (await openStore(await newConfig())).close()
    await server().superuser([
      `create role second_owner login createrole password 'p'`,
      `alter database ${database} owner to second_owner`,
      'grant touchstone_app, touchstone_operator to second_owner with admin option',
    ])
    const second = as(ownerUrl.reveal(), 'second_owner', 'p')
    const store = await openStore({ engine: 'postgresql', ownerUrl: second, appUrl: undefined })
    await newOrganisation(store, 'second')
    expect(await slugsOf(store)).toEqual(new Set(['second']))
    await store.close()
  })

  test('whose database can’t hold every script is refused', async () => {
    const { ownerUrl } = await newConfig()
    await server().superuser([
      `create database latin owner owner encoding 'LATIN1' locale 'C' template template0`,
    ])
    const url = new URL(ownerUrl.reveal())
    url.pathname = '/latin'
    const latin = new Secret(url.href)
    await expect(
      openStore({ engine: 'postgresql', ownerUrl: latin, appUrl: undefined }),
    ).rejects.toThrow('is encoded in LATIN1')
  })

  test('with a wrong password is reported without the password', async () => {
    const { ownerUrl } = await newConfig()
    const wrong = as(ownerUrl.reveal(), 'owner', 'hunter2')
    const opening = openStore({ engine: 'postgresql', ownerUrl: wrong, appUrl: undefined })
    await expect(opening).rejects.toMatchObject({ code: 'bad-configuration' })
    await expect(opening).rejects.not.toThrow('hunter2')
  })
})
