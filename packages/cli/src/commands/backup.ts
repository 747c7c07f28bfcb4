import { resolve } from 'node:path'
import type { Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate, serverConfig } from '../server-store.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type KeyFlags = JsonFlags & { key?: string }
type CreateFlags = KeyFlags & { keys: boolean }
type ChoiceFlags = KeyFlags & { backup?: string }
type VerifyFlags = ChoiceFlags & { all?: boolean }

const folderText = 'folder of backups'
const keyFlag = '--key <file>'
const keyText = 'key file of encrypted backups, as openssl rand -base64 32 writes it'
const backupFlag = '--backup <name>'

export function defineBackup(backup: Command, { io, finish }: CommandContext): void {
  backup
    .command('create')
    .description('add a backup to a folder, writing only what the folder does not hold yet')
    .argument('<folder>', `${folderText}, created if missing`)
    .option(keyFlag, 'encrypt it with this key, as openssl rand -base64 32 writes it')
    .option('--no-keys', 'leave out secret.key and evidence.key, which you keep elsewhere')
    .option(...jsonOption)
    .action(async (folder: string, flags: CreateFlags) => finish(await create(io, folder, flags)))
  backup
    .command('verify')
    .description('read every file of a backup, and restore its store to a temporary one')
    .argument('<folder>', folderText)
    .option(backupFlag, 'backup to verify; by default, the newest')
    .option('--all', 'verify every backup in the folder')
    .option(keyFlag, keyText)
    .option(...jsonOption)
    .action(async (folder: string, flags: VerifyFlags) => finish(await verify(io, folder, flags)))
  backup
    .command('restore')
    .description('restore a backup to an empty DATA_DIR and an empty store of either engine')
    .argument('<folder>', folderText)
    .option(backupFlag, 'backup to restore; by default, the newest')
    .option(keyFlag, keyText)
    .option(...jsonOption)
    .action(async (folder: string, flags: ChoiceFlags) => finish(await restore(io, folder, flags)))
}

async function create(io: ProgramIo, folder: string, flags: CreateFlags): Promise<number> {
  // If a server is running, it writes the backup, from its own working folder.
  const report = await operate(io, 'backup.create', {
    folder: resolve(folder),
    ...(flags.key !== undefined && { keyFile: resolve(flags.key) }),
    withoutKeys: !flags.keys,
  })
  const { backup, files, bytes, written, rows, tables, damaged, missing } = report
  printAnswer(io, flags, report, [backup])
  io.printError(
    `Backed up ${count(rows, 'row')} of ${count(tables, 'table')} and ${count(files, 'file')} (${sizeText(bytes)}) to ${folder}; ${count(written.files, 'file')} (${sizeText(written.bytes)}) ${written.files === 1 ? 'was' : 'were'} new.`,
  )
  if (flags.key === undefined) {
    io.printError(
      `It is not encrypted and contains personal data${flags.keys ? ' and the keys of the installation' : ''}: store it where only operators can read it.`,
    )
  }
  for (const path of damaged) {
    io.printError(
      `${path} is damaged and not in this backup: restore the file from an earlier backup.`,
    )
  }
  for (const path of missing) {
    io.printError(`${path} is missing from the installation: restore the file from this backup.`)
  }
  return damaged.length + missing.length === 0 ? 0 : 1
}

async function verify(io: ProgramIo, path: string, flags: VerifyFlags): Promise<number> {
  const { chooseBackup, verifyBackupSet } = await import('@touchstone/server')
  const folder = await openFolder(path, flags)
  const chosen = await chooseBackup(folder, flags.backup)
  const backups = flags.all === true ? await folder.backups() : [chosen]
  const verified = []
  let exitCode = 0
  for (const backup of backups) {
    const result = await verifyBackupSet(folder, backup)
    const { files, bytes, rows, tables, findings } = result
    verified.push(result)
    for (const finding of findings) io.printError(`${backup}: ${finding}`)
    if (findings.length > 0) exitCode = 1
    else {
      io.printError(
        `${backup}: read ${count(files, 'file')} (${sizeText(bytes)}) and restored ${count(rows, 'row')} of ${count(tables, 'table')} into a temporary store; every digest matches.`,
      )
    }
  }
  printAnswer(io, flags, verified)
  return exitCode
}

async function restore(io: ProgramIo, path: string, flags: ChoiceFlags): Promise<number> {
  io.makeFilesPrivate()
  const { chooseBackup, restoreBackup } = await import('@touchstone/server')
  const folder = await openFolder(path, flags)
  const backup = await chooseBackup(folder, flags.backup)
  const config = serverConfig(io)
  const restored = await restoreBackup(config, folder, backup)
  const { files, bytes, rows, tables, missingKeys } = restored
  io.printError(
    `Restored ${backup} to ${config.dataDir}: ${count(rows, 'row')} of ${count(tables, 'table')} and ${count(files, 'file')} (${sizeText(bytes)}). Run touchstone doctor --deep before you start the server.`,
  )
  if (missingKeys.length > 0) {
    io.printError(
      `The backup holds no ${missingKeys.join(' and no ')}: put ${missingKeys.length === 1 ? 'it' : 'them'} in DATA_DIR before you start the server.`,
    )
  }
  printAnswer(io, flags, { backup, dataDir: config.dataDir, ...restored })
  return 0
}

async function openFolder(path: string, { key }: KeyFlags) {
  const { BackupFolder, readBackupKey } = await import('@touchstone/server')
  return new BackupFolder(resolve(path), key === undefined ? undefined : readBackupKey(key))
}

function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} KiB`
  return `${(bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`
}
