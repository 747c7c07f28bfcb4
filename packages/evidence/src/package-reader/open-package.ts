import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { openFolder } from './folder-package.ts'
import {
  defaultLimits,
  UnreadableFile,
  UnreadablePackage,
  type PackageFiles,
  type ReadLimits,
} from './model.ts'
import { openZip } from './zip-package.ts'

/** Opens a package, a folder or a ZIP archive. The caller closes it. */
export async function openPackage(
  path: string,
  limits: ReadLimits = defaultLimits,
): Promise<PackageFiles> {
  const stats = await stat(path).catch((error: unknown) => {
    throw new UnreadablePackage(`${path} does not exist or cannot be read.`, error)
  })
  return stats.isDirectory() ? openFolder(path, limits) : openZip(path, limits)
}

/** The SHA-256 digest of a file of a package, read in pieces. */
export async function digestOfFile(files: PackageFiles, path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of await files.open(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** A small file of a package whole. */
export async function bytesOfFile(
  files: PackageFiles,
  path: string,
  most = 32 * 1024 ** 2,
): Promise<Buffer> {
  if ((files.sizes.get(path) ?? 0) > most) {
    throw new UnreadableFile(`It is larger than ${most} bytes.`)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of await files.open(path)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
