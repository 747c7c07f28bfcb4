import { resolve } from 'node:path'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { readEarlierKey } from '../read-earlier-key.ts'
import { operate, storeConfig, type StoreConfig } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type BackupFlags = JsonFlags & { verify?: boolean }
type KeyFlags = JsonFlags & { earlierKey?: string }

export function defineDb(db: Command, { io, finish }: CommandContext): void {
  db.command('migrate')
    .description('migrate the store to the current version; the server also does so on startup')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await migrate(io, flags)))
  db.command('status')
    .description('show the type of the store, with its applied and pending migrations')
    .option(...jsonOption)
    .action(async (flags: JsonFlags) => finish(await status(io, flags)))
  db.command('backup')
    .description('back up the whole store to one file that can be restored on either engine')
    .argument('<file>', 'file to write; must not exist yet')
    .option('--verify', 'restore it to a temporary store and compare every row')
    .option(...jsonOption)
    .action(async (file: string, flags: BackupFlags) => finish(await backup(io, file, flags)))
  db.command('restore')
    .description('restore a backup to an empty store, and compare every row')
    .argument('<file>', 'file written by db backup')
    .option(...jsonOption)
    .action(async (file: string, flags: JsonFlags) => finish(await restore(io, file, flags)))
  db.command('accept-keys')
    .description(
      'use the store with the keys of this machine from now on; the earlier keys are lost',
    )
    .option(
      '--earlier-key <file>',
      'public key of evidence.key until now (PEM, or a saved head), so that its signatures stay verifiable',
    )
    .option(...jsonOption)
    .action(async (flags: KeyFlags) => finish(await acceptKeys(io, flags)))
}

async function acceptKeys(io: ProgramIo, flags: KeyFlags): Promise<number> {
  const { earlierKey: file } = flags
  const named = file === undefined ? undefined : await readEarlierKey(file)
  const { accepted, earlierKey } = await operate(io, 'db.accept-keys', {
    ...(named && { earlierKey: named.pem }),
  })
  io.printError(
    accepted.length === 0
      ? 'The store already uses these keys.'
      : `Accepted as the keys of this installation: ${accepted.join(', ')}. Data sealed with the earlier keys can no longer be opened.`,
  )
  if (earlierKey !== undefined) {
    io.printError(`Recorded in DATA_DIR as an earlier key of the audit logs: ${earlierKey}.`)
  } else if (accepted.includes('evidence-key')) {
    io.printError(
      'doctor reports entries signed with the earlier evidence.key until it has that public key, which saved heads contain: run touchstone db accept-keys --earlier-key FILE.',
    )
  }
  printAnswer(io, flags, { accepted, earlierKey })
  return 0
}

async function migrate(io: ProgramIo, flags: JsonFlags): Promise<number> {
  io.makeFilesPrivate()
  const { migrateStore } = await import('@touchstone/server')
  const applied = await migrateStore(storeConfig(io))
  for (const { version, name } of applied) io.printError(`Applied ${version} ${name}`)
  io.printError(applied.length === 0 ? 'The store is up to date.' : 'The store is now up to date.')
  printAnswer(io, flags, { applied })
  return 0
}

async function status(io: ProgramIo, flags: JsonFlags): Promise<number> {
  const { applied, pending } = await operate(io, 'db.status', {})
  const store = nameOf(storeConfig(io))
  printAnswer(io, flags, { store, applied, pending }, [
    `store    ${store}`,
    ...applied.map(({ version, name, appliedAt }) => `applied  ${version} ${name}, ${appliedAt}`),
    ...pending.map(({ version, name }) => `pending  ${version} ${name}`),
    ...(pending.length === 0 ? ['Nothing is pending.'] : []),
  ])
  return 0
}

async function backup(io: ProgramIo, file: string, flags: BackupFlags): Promise<number> {
  // If a server is running, it writes the file, from its own working folder.
  const { tables, rows } = await operate(io, 'db.backup', { file: resolve(file) })
  io.printError(
    `Wrote ${count(rows, 'row')} of ${count(tables, 'table')} to ${file}. It contains personal data and key hashes: store it where only operators can read it.`,
  )
  const written = { file: resolve(file), tables, rows }
  if (flags.verify !== true) {
    printAnswer(io, flags, { ...written, verified: false })
    return 0
  }
  const { verifyBackup } = await import('@touchstone/server')
  const restored = await verifyBackup(file)
  io.printError(
    `Verified: restored ${count(restored.rows, 'row')} of ${count(restored.tables, 'table')} into a temporary store; every row and digest matches.`,
  )
  printAnswer(io, flags, { ...written, verified: true })
  return 0
}

async function restore(io: ProgramIo, file: string, flags: JsonFlags): Promise<number> {
  io.makeFilesPrivate()
  const { restoreStore } = await import('@touchstone/server')
  const { tables, rows } = await restoreStore(storeConfig(io), file)
  io.printError(`Restored and compared ${count(rows, 'row')} of ${count(tables, 'table')}.`)
  printAnswer(io, flags, { tables, rows })
  return 0
}

function nameOf(config: StoreConfig): string {
  if (config.engine === 'embedded') return `embedded in ${config.dataDir}`
  const { host, pathname } = new URL(config.ownerUrl.reveal())
  return `PostgreSQL ${host}${pathname}`
}
