import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { streamOf } from './packed-file.ts'
import type { PackedEvidence } from './pack-evidence.ts'

const alreadyPacked = /\.(wacz|zip|gz|png|jpe?g|webp|avif|mp4|webm|pdf)$/i

/** Writes a package as a folder that must not be there yet: it appears whole or not at all. */
export async function writeFolder({ files }: PackedEvidence, target: string): Promise<void> {
  const path = resolve(target)
  await mkdir(dirname(path), { recursive: true })
  const draft = await mkdtemp(join(dirname(path), `.${basename(path)}-`))
  try {
    for (const { path: inside, content } of files) {
      const file = join(draft, inside)
      await mkdir(dirname(file), { recursive: true })
      await pipeline(streamOf(content), createWriteStream(file, { flags: 'wx', flush: true }))
    }
    // An empty folder of that name is replaced by the system; a full one makes this fail.
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

/** Writes a package as a zip archive with one folder in it, the bag, as RFC 8493 asks. */
export async function writeZip(evidence: PackedEvidence, target: string, at: Date): Promise<void> {
  const path = resolve(target)
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.part`
  try {
    const zip = new ZipFile()
    const written = pipeline(zip.outputStream, createWriteStream(draft, { flush: true }))
    const failed = once(zip, 'error').then(([error]: unknown[]) => Promise.reject(error as Error))
    failed.catch(() => undefined)
    for (const { path: inside, content } of evidence.files) {
      const name = `${evidence.name}/${inside}`
      const options = { mtime: at, mode: 0o100644, compress: !alreadyPacked.test(inside) }
      if (content instanceof Uint8Array) zip.addBuffer(Buffer.from(content), name, options)
      else zip.addFile(content.file, name, options)
    }
    zip.end()
    await Promise.race([written, failed])
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
