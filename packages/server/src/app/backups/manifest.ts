import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../platform/errors/index.ts'
import type { BackupFolder } from './backup-folder.ts'
import { inOneBuffer, inOnePiece } from './file-chunks.ts'

const manifestFormat = 'touchstone-installation-backup'
const manifestVersion = 1

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const BackupFile = z.strictObject({
  /** Its place in DATA_DIR; that of the store is its own. */
  path: z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/),
  kind: z.enum(['store', 'blob', 'picture', 'key', 'audit-head', 'settings']),
  bytes: z.int().nonnegative(),
  sha256,
  /** When it was last changed, in milliseconds; only of files whose name is not their digest. */
  changedAt: z.number().optional(),
})
export type BackupFile = z.infer<typeof BackupFile>

const Manifest = z.strictObject({
  /** The name of the backup: a copied manifest is not another backup. */
  backup: z.string(),
  program: z.string(),
  createdAt: z.iso.datetime(),
  engine: z.enum(['embedded', 'postgresql']),
  tables: z.int(),
  rows: z.int(),
  files: z.array(BackupFile),
})
export type Manifest = z.infer<typeof Manifest>

const Envelope = z.strictObject({
  format: z.literal(manifestFormat),
  version: z.literal(manifestVersion),
  /** The ID of the key that encrypted it; null if it is not encrypted. */
  key: z.string().nullable(),
  /** Of the key and the manifest as written. */
  sha256,
  manifest: z.unknown(),
})

const Anything = z.looseObject({ format: z.literal(manifestFormat), version: z.int() })

/** The text of a manifest, with a digest of itself. */
export async function manifestText({ key }: BackupFolder, manifest: Manifest): Promise<string> {
  const plain = JSON.stringify(manifest)
  if (key === undefined) return envelope(null, plain)
  const encrypted = await inOneBuffer(key.encrypt(inOnePiece(Buffer.from(plain))))
  return envelope(key.id, JSON.stringify(encrypted.toString('base64')))
}

function envelope(key: string | null, manifest: string): string {
  const digest = createHash('sha256')
    .update(`${key ?? ''}\n${manifest}`)
    .digest('hex')
  const head = { format: manifestFormat, version: manifestVersion, key, sha256: digest }
  return `${JSON.stringify(head).slice(0, -1)},"manifest":${manifest}}\n`
}

/** Reads a manifest; throws if any of its bytes changed, or if another key or version wrote it. */
export async function readManifest(folder: BackupFolder, backup: string): Promise<Manifest> {
  const path = folder.manifestPath(backup)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw bad(`there is no backup ${backup} in ${folder.path}`)
    throw bad(`the manifest ${path} cannot be read (${cause.code}): check the disk`)
  })
  const damaged = bad(
    `the manifest ${path} is damaged: restore it from a copy of the folder, or use another backup`,
  )
  const value = parsed(text)
  const { data: head } = Anything.safeParse(value)
  if (head === undefined) throw damaged
  const { success, data } = Envelope.safeParse(value)
  const isWhole = success && envelope(data.key, JSON.stringify(data.manifest)) === text
  if (!isWhole) {
    // A later version may write manifests that this one cannot check.
    if (head.version > manifestVersion) {
      throw bad(
        `the manifest ${path} is of version ${head.version}, which this version of Touchstone cannot read: use the version that wrote it or a newer one, or another backup`,
      )
    }
    throw damaged
  }
  const { data: manifest } = Manifest.safeParse(
    data.key === null ? data.manifest : await decrypted(folder, path, data),
  )
  if (manifest?.backup !== backup) throw damaged
  return manifest
}

async function decrypted(
  { key }: BackupFolder,
  path: string,
  { key: id, manifest }: z.infer<typeof Envelope>,
): Promise<unknown> {
  if (key === undefined) throw bad(`the backup ${path} is encrypted: name its key file with --key`)
  if (key.id !== id) {
    throw bad(`the backup ${path} is encrypted with another key: name that key file with --key`)
  }
  const encrypted = inOnePiece(Buffer.from(String(manifest), 'base64'))
  return inOneBuffer(key.decrypt(encrypted)).then(
    (plain) => parsed(plain.toString('utf8')),
    () => undefined,
  )
}

/** The newest backup, or the one with this name. */
export async function chooseBackup(folder: BackupFolder, name?: string): Promise<string> {
  const names = await folder.backups()
  const chosen = name ?? names.at(-1)
  if (chosen === undefined) {
    throw bad(`there is no backup in ${folder.path}: touchstone backup create writes one`)
  }
  if (names.includes(chosen)) return chosen
  throw bad(
    `there is no backup ${chosen} in ${folder.path}: choose one of ${names.join(', ') || 'another folder'}`,
  )
}

export function bad(message: string): AppError {
  return new AppError({ code: 'bad-backup', message })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
