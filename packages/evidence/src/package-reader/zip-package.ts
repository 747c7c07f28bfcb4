import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { foldedPath, pathFault } from '../bag/index.ts'
import {
  emptyFolder,
  UnreadableFile,
  UnreadablePackage,
  type PackageFiles,
  type ReadLimits,
} from './model.ts'

const unjudged = 10 * 1024 ** 2
const fileKinds = 0o170000
const regularFile = 0o100000

type Contents = { entries: Map<string, Entry>; faults: { path: string; sentence: string }[] }

/** A package inside a zip archive. It is read in place and never unpacked to disk. */
export async function openZip(path: string, limits: ReadLimits): Promise<PackageFiles> {
  const zip = await openPromise(path, {
    autoClose: false,
    lazyEntries: true,
    validateEntrySizes: true,
    // A name that leads out of the package is a fault to report, not a reason to stop reading.
    decodeStrings: false,
  }).catch((error: unknown) => {
    throw new UnreadablePackage(`${path} is neither a folder nor a ZIP archive.`, error)
  })
  try {
    const { entries, faults } = withoutTopFolder(await contentsOf(zip, limits))
    return {
      name: basename(path),
      sizes: new Map([...entries].map(([name, entry]) => [name, entry.uncompressedSize])),
      faults,
      open: async (name) => {
        const entry = entries.get(name)
        if (!entry) throw new UnreadableFile(`${name} does not exist.`)
        return contentOf(zip, entry, limits)
      },
      close: async () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function contentsOf(zip: ZipFile, limits: ReadLimits): Promise<Contents> {
  if (zip.entryCount > limits.files) {
    throw new UnreadablePackage(`The archive contains more than ${limits.files} files.`)
  }
  const entries = new Map<string, Entry>()
  const faults: Contents['faults'] = []
  const folded = new Map<string, string>()
  const folders: string[] = []
  let bytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const path = nameOf(entry)
      const fault = entryFault(entry, path)
      if (fault !== undefined) faults.push({ path, sentence: fault })
      if (fault === undefined && path.endsWith('/')) folders.push(path)
      if (fault !== undefined || path.endsWith('/')) continue
      const twin = folded.get(foldedPath(path))
      if (twin !== undefined) {
        faults.push({ path, sentence: `The archive contains two files with the name ${twin}.` })
        continue
      }
      bytes += entry.uncompressedSize
      if (bytes > limits.bytes || isBomb(entry.compressedSize, entry.uncompressedSize, limits)) {
        throw new UnreadablePackage(
          'It unpacks to more than the limit: a ZIP bomb, or far too large.',
        )
      }
      folded.set(foldedPath(path), path)
      entries.set(path, entry)
    }
  } catch (error) {
    if (error instanceof UnreadablePackage) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnreadablePackage(
      `The archive's directory is damaged or cannot be trusted: ${reason}.`,
      error,
    )
  }
  faults.push(...emptyAmong(folders, [...entries.keys()]))
  return { entries, faults }
}

/** The empty folders named in an archive; most programs also name the folders above existing files. */
function emptyAmong(folders: readonly string[], files: readonly string[]): Contents['faults'] {
  const full = new Set([...folders, ...files].flatMap((path) => foldersAbove(path)))
  return folders
    .filter((folder) => !full.has(folder))
    .map((folder) => ({ path: folder.slice(0, -1), sentence: emptyFolder }))
}

function foldersAbove(path: string): string[] {
  const parts = path.replace(/\/$/, '').split('/')
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
}

function entryFault(entry: Entry, path: string): string | undefined {
  const fault = pathFault(path.replace(/\/$/, ''))
  if (fault !== undefined) return `Its name ${fault}.`
  if (entry.isEncrypted()) return 'It is encrypted.'
  // The file type is only recorded in archives made on Unix (APPNOTE 4.4.2, 4.4.15).
  const kind = (entry.externalFileAttributes >>> 16) & fileKinds
  const isUnix = entry.versionMadeBy >>> 8 === 3
  const isFolder = path.endsWith('/')
  if (isUnix && !isFolder && kind !== 0 && kind !== regularFile) {
    return 'It is a link or a device, not a file, and was not read.'
  }
  return undefined
}

async function* contentOf(
  zip: ZipFile,
  entry: Entry,
  limits: ReadLimits,
): AsyncGenerator<Uint8Array> {
  let unpackedBytes = 0
  let checksum = 0
  try {
    await requireSameName(zip, entry)
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length
      checksum = crc32(chunk, checksum)
      if (isBomb(entry.compressedSize, unpackedBytes, limits)) {
        throw new UnreadablePackage('It unpacks to more than the limit: a ZIP bomb.')
      }
      yield chunk
    }
    if (checksum !== entry.crc32) throw new Error('their checksum differs')
  } catch (error) {
    if (error instanceof UnreadablePackage) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new UnreadableFile(`Its bytes in the archive are damaged: ${reason}.`, error)
  }
}

/** An archive names each file twice. Programs that use the other name would unpack a different package. */
async function requireSameName(zip: ZipFile, entry: Entry): Promise<void> {
  const local = await zip.readLocalFileHeaderPromise(entry)
  if (!local.fileName.equals(entry.fileNameRaw)) throw new Error('their name there differs')
}

function isBomb(packed: number, unpacked: number, { ratio }: ReadLimits): boolean {
  return unpacked > unjudged && unpacked > packed * ratio
}

/**
 * RFC 8493, 4: an archive of a bag contains one folder, the bag. Files beside that folder, which some programs add
 * automatically, are reported and otherwise ignored.
 */
function withoutTopFolder({ entries, faults }: Contents): Contents {
  if (entries.has('bagit.txt')) return { entries, faults }
  const tops = [...new Set([...entries.keys()].map((path) => path.split('/', 1)[0] ?? ''))]
  const bags = tops.length === 1 ? tops : tops.filter((top) => entries.has(`${top}/bagit.txt`))
  const [top, ...rest] = bags
  if (top === undefined || rest.length > 0 || entries.has(top)) return { entries, faults }
  const inside = new Map<string, Entry>()
  const beside: Contents['faults'] = []
  for (const [path, entry] of entries) {
    if (path.startsWith(`${top}/`)) inside.set(path.slice(top.length + 1), entry)
    else beside.push({ path, sentence: `It is beside the package ${top}, not in it.` })
  }
  return { entries: inside, faults: [...faults, ...beside] }
}
