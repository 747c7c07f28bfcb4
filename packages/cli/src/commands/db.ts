import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { readEarlierKey } from '../read-earlier-key.ts'
import { operate, storeConfig, type StoreConfig } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

export function defineDb(db: Command, { io, finish }: CommandContext): void {
  db.command('migrate')
    .description('migrate the store to the current version; the server also does so on startup')
    .action(async () => finish(await migrate(io)))
  db.command('status')
    .description('show the type of the store, with its applied and pending migrations')
    .action(async () => finish(await status(io)))
  db.command('backup')
    .description('back up the whole store to one file that can be restored on either engine')
    .argument('<file>', 'file to write; must not exist yet')
    .option('--verify', 'restore it to a temporary store and compare every row')
    .action(async (file: string, flags: { verify?: boolean }) =>
      finish(await backup(io, file, flags)),
    )
  db.command('restore')
    .description('restore a backup to an empty store, and compare every row')
    .argument('<file>', 'file written by db backup')
    .action(async (file: string) => finish(await restore(io, file)))
  db.command('accept-keys')
    .description(
      'use the store with the keys of this machine from now on; the earlier keys are lost',
    )
    .option(
      '--earlier-key <file>',
      'public key of evidence.key until now (PEM, or a saved head), so that its signatures stay verifiable',
    )
    .action(async (flags: { earlierKey?: string }) => finish(await acceptKeys(io, flags)))
}

async function acceptKeys(
  io: ProgramIo,
  { earlierKey: file }: { earlierKey?: string },
): Promise<number> {
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
  return 0
}

async function migrate(io: ProgramIo): Promise<number> {
  io.makeFilesPrivate()
  const { migrateStore } = await import('@touchstone/server')
  const applied = await migrateStore(storeConfig(io))
  for (const { version, name } of applied) io.printError(`Applied ${version} ${name}`)
  io.printError(applied.length === 0 ? 'The store is up to date.' : 'The store is now up to date.')
  return 0
}

async function status(io: ProgramIo): Promise<number> {
  const { applied, pending } = await operate(io, 'db.status', {})
  io.print(`store    ${nameOf(storeConfig(io))}`)
  for (const { version, name, appliedAt } of applied) {
    io.print(`applied  ${version} ${name}, ${appliedAt}`)
  }
  for (const { version, name } of pending) io.print(`pending  ${version} ${name}`)
  if (pending.length === 0) io.print('Nothing is pending.')
  return 0
}

async function backup(
  io: ProgramIo,
  file: string,
  { verify = false }: { verify?: boolean },
): Promise<number> {
  // If a server is running, it writes the file, from its own working folder.
  const { tables, rows } = await operate(io, 'db.backup', { file: resolve(file) })
  io.printError(
    `Wrote ${count(rows, 'row')} of ${count(tables, 'table')} to ${file}. It contains personal data and key hashes: store it where only operators can read it.`,
  )
  if (!verify) return 0
  const { verifyBackup } = await import('@touchstone/server')
  const restored = await verifyBackup(file)
  io.printError(
    `Verified: restored ${count(restored.rows, 'row')} of ${count(restored.tables, 'table')} into a temporary store; every row and digest matches.`,
  )
  return 0
}

async function restore(io: ProgramIo, file: string): Promise<number> {
  io.makeFilesPrivate()
  const { restoreStore } = await import('@touchstone/server')
  const { tables, rows } = await restoreStore(storeConfig(io), file)
  io.printError(`Restored and compared ${count(rows, 'row')} of ${count(tables, 'table')}.`)
  return 0
}

function nameOf(config: StoreConfig): string {
  if (config.engine === 'embedded') return `embedded in ${config.dataDir}`
  const { host, pathname } = new URL(config.ownerUrl.reveal())
  return `PostgreSQL ${host}${pathname}`
}
