import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { Secret, type StoreConfig } from '../src/platform/config/index.ts'
import { freePort } from './free-port.ts'

const bin = '/usr/lib/postgresql/17/bin'

/**
 * The reason for which tests on PostgreSQL are skipped; undefined if they run. In CI they run and fail without it:
 * otherwise a broken installation would pass silently.
 */
export const postgresqlMissing =
  existsSync(bin) || process.env['CI']
    ? undefined
    : `${bin} is missing: apt-get install postgresql-17`

/** The location of a server, and the logins of its superuser and its owner. */
export type Access = { folder: string; port: number; password: string }

export type PostgresqlServer = {
  readonly access: Access
  /** Creates an empty database; the address is its owner's, who is no superuser. */
  newDatabase(): Promise<string>
  /** The owner's address of a database that is there. */
  addressOf(name: string): string
  /** Runs statements as the server's superuser. */
  superuser(statements: string[]): Promise<void>
  /** Ends the server as a power cut would, as far as a process can. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** Lets this process end before the server, which `stopLeft` then stops. */
  leave(): void
}

/** A store on an empty database of this server, not open yet. */
export async function newDatabase(server: PostgresqlServer): Promise<StoreConfig> {
  const ownerUrl = new Secret(await server.newDatabase())
  return { engine: 'postgresql', ownerUrl, appUrl: undefined }
}

type Options = {
  /** A folder that stays when the server stops, and is gone on with where it holds a server's data. */
  dataFolder?: string
  /** Settings beside those that each server gets. */
  settings?: readonly string[]
}

/** Starts a separate PostgreSQL on a free port of this machine, in its own folder. */
export async function startPostgresql(
  place: string = tmpdir(),
  { dataFolder, settings: more = [] }: Options = {},
): Promise<PostgresqlServer> {
  const folder = dataFolder ?? mkdtempSync(join(place, 'touchstone-postgresql-'))
  const account = accountFor()
  if (dataFolder !== undefined) mkdirSync(dataFolder, { recursive: true })
  if (account) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const isNew = !existsSync(data)
  const password = isNew ? randomBytes(12).toString('hex') : readFileSync(passwordFile, 'utf8')
  if (isNew) {
    writeFileSync(passwordFile, password)
    if (account) chownSync(passwordFile, account.uid, account.gid)
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
        '--no-instructions',
      ],
      { ...account, cwd: folder, stdio: 'pipe' },
    )
  }
  const port = await freePort()
  let child: ChildProcess | undefined

  const access = { folder, port, password }
  const superuser = (statements: string[]): Promise<void> => asSuperuser(access, statements)

  const start = async (): Promise<void> => {
    const settings = [
      'listen_addresses=127.0.0.1',
      'max_connections=60',
      'shared_buffers=32MB',
      ...more,
    ]
    const options = settings.flatMap((setting) => ['-c', setting])
    child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, ...options],
      { ...account, cwd: folder, stdio: 'ignore' },
    )
    const deadline = Date.now() + 120_000
    for (;;) {
      try {
        await superuser(['select 1'])
        return
      } catch (error) {
        if (Date.now() > deadline) throw error
        await sleep(100)
      }
    }
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = once(running, 'exit')
    // A session that works notices the end of its server late: it goes the same way.
    const sessions = signal === 'SIGKILL' ? childrenOf(running.pid) : []
    running.kill(signal)
    for (const session of sessions) process.kill(session, signal)
    await ended
  }

  await start()
  if (isNew) await superuser([`create role owner login createrole createdb password '${password}'`])
  let databases = 0
  const addressOf = (name: string): string => ownerAddress(access, name)
  return {
    access,
    start,
    superuser,
    crash: () => end('SIGKILL'),
    newDatabase: async () => {
      const name = `store_${++databases}`
      await superuser([`create database ${name} owner owner`])
      return addressOf(name)
    },
    addressOf,
    stop: async () => {
      await end('SIGINT')
      if (dataFolder === undefined) rmSync(folder, { recursive: true, force: true })
    },
    leave: () => child?.unref(),
  }
}

export async function asSuperuser(
  { port, password }: Access,
  statements: readonly string[],
): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

export function ownerAddress({ port, password }: Access, database: string): string {
  return `postgres://owner:${password}@127.0.0.1:${port}/${database}`
}

/** Stops a server whose creator has ended, and removes its files. */
export async function stopLeft({ folder }: Access): Promise<void> {
  const file = join(folder, 'data', 'postmaster.pid')
  if (existsSync(file)) {
    const [pid] = readFileSync(file, 'utf8').split('\n')
    try {
      process.kill(Number(pid), 'SIGQUIT')
      for (const deadline = Date.now() + 10_000; existsSync(file) && Date.now() < deadline;) {
        await sleep(20)
      }
    } catch (error) {
      // A server that was killed leaves its file behind.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root. */
function accountFor(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (option: string): number =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}
