import { randomBytes } from 'node:crypto'
import { Client, Pool, type ClientBase, type PoolConfig } from 'pg'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { explainFailure } from './failure.ts'
import { listenerOn } from './listen.ts'
import { checkLogin, ensureLogin, ensureRoles, setLoginPassword, type Login } from './roles.ts'
import type { Engine } from './store.ts'
import { valueTypes } from './value-conversion.ts'

const oldest = 17

// An arbitrary, permanent number, different from that of migrations.
const lockNumber = 7_074_002

// Time limits of requests. The last one is this program's own, for servers that disappear silently.
const patience: PoolConfig = {
  statement_timeout: 60_000,
  lock_timeout: 30_000,
  idle_in_transaction_session_timeout: 120_000,
  query_timeout: 90_000,
}

export type PostgresqlOptions = {
  ownerUrl: Secret
  appUrl: Secret | undefined
  /** Connections for requests. */
  connections?: number
}

/** Opens two pools on one database: the owner's, and one that can only become the application role. */
export async function openPostgresql(options: PostgresqlOptions): Promise<Engine> {
  const { ownerUrl, appUrl, connections = 10 } = options
  // Distinguishes this store's connections from other processes'.
  const mark = randomBytes(8).toString('hex')
  const shared: PoolConfig = {
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    idleTimeoutMillis: 60_000,
    types: valueTypes,
    // JIT compilation takes some 0.4 s, and the planner overestimates policies evaluated per row. No statement that a
    // request waits for runs long enough to benefit.
    options: '-c jit=off',
  }
  const owner = openPool({
    ...shared,
    connectionString: ownerUrl.reveal(),
    // Shared by commands, jobs and deliveries; a backup uses one throughout.
    max: 4,
    application_name: `touchstone owner ${mark}`,
  })
  try {
    const address = await withClient(owner, async (client) => {
      await checkServer(client)
      // Processes that start at once would change the same roles.
      await client.query(`select pg_advisory_lock(${lockNumber})`)
      try {
        await ensureRoles(client)
        return appUrl?.reveal() ?? (await ownLogin(client, ownerUrl.reveal()))
      } finally {
        await client.query(`select pg_advisory_unlock(${lockNumber})`).catch(() => undefined)
      }
    })
    const requests = openPool({
      ...shared,
      connectionString: address,
      max: connections,
      application_name: `touchstone ${mark}`,
      pipeline: true,
      ...patience,
    })
    try {
      const ownerName = await withClient(owner, currentUser)
      await withClient(requests, (client) => checkLogin(client, ownerName))
    } catch (error) {
      await requests.end()
      throw error
    }
    let closing: Promise<unknown> | undefined
    return {
      name: 'postgresql',
      requests,
      owner,
      mark,
      listen: listenerOn({
        connectionString: ownerUrl.reveal(),
        application_name: `touchstone listener ${mark}`,
      }),
      close: async () => {
        await (closing ??= Promise.all([requests.end(), owner.end()]))
      },
    }
  } catch (error) {
    await owner.end()
    throw explainFailure(error)
  }
}

/** A broken connection is reported by the waiting statement, or by the next one. */
function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config)
  pool.on('error', () => undefined)
  // Otherwise a connection breaking while in use would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

async function withClient<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

async function currentUser(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_user::text as name')
  return rows[0]?.name ?? ''
}

async function checkServer(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string; encoding: string }>(
    `select current_setting('server_version_num')::int as number,
            current_setting('server_version') as version,
            current_setting('server_encoding') as encoding`,
  )
  const [{ number, version, encoding } = { number: 0, version: 'unknown', encoding: '' }] = rows
  const unfit = (message: string): AppError => new AppError({ code: 'bad-configuration', message })
  if (number < oldest * 10_000) {
    throw unfit(`the database is PostgreSQL ${version}: ${oldest} or newer is needed`)
  }
  if (encoding !== 'UTF8') {
    throw unfit(`the database is encoded in ${encoding}: make one with encoding 'UTF8'`)
  }
}

/** The address with the program's own login, whose password is reset if wrong. */
async function ownLogin(client: ClientBase, ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl)
  const ownerPassword = decodeURIComponent(url.password) || process.env['PGPASSWORD'] || undefined
  const login = await ensureLogin(client, ownerPassword)
  url.username = login.user
  url.password = login.password ?? ''
  if (await canLogIn(url.href)) return url.href
  await setLoginPassword(client, login)
  if (await canLogIn(url.href)) return url.href
  throw cannotLogIn(login)
}

async function canLogIn(address: string): Promise<boolean> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    // Class 28: refused by password or access rules.
    if (String((error as { code?: string }).code).startsWith('28')) return false
    throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

function cannotLogIn({ user, password }: Login): AppError {
  const reason =
    password === undefined
      ? 'DATABASE_URL holds no password from which its own could follow'
      : 'the server’s pg_hba.conf does not let it in by password'
  return new AppError({
    code: 'bad-configuration',
    message: `the login ${user}, which serves requests, is refused: ${reason}. Make a login by hand and set DATABASE_APP_URL`,
  })
}
