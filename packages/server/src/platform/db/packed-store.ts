import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { inLanes } from '../data-dir/index.ts'

/** What a folder contains: paths below it, each folder before what is in it. */
type Packed = { folders: string[]; files: { path: string; content: Uint8Array }[] }

/** Packs the folder of a closed store into a file for the same version of Node, the same bytes for the same content. */
export function packStore(folder: string, file: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)) }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const packed: Packed = {
    folders: entries.filter(({ entry }) => entry.isDirectory()).map(({ path }) => path),
    files: entries
      .filter(({ entry }) => entry.isFile())
      .map(({ path }) => ({ path, content: readFileSync(join(folder, path)) })),
  }
  const params = { [constants.ZSTD_c_compressionLevel]: 19 }
  writeFileSync(file, zstdCompressSync(serialize(packed), { params }))
}

/** Unpacks a store into a new folder. */
export async function unpackStore(file: string, folder: string): Promise<void> {
  const { folders, files } = deserialize(zstdDecompressSync(await readFile(file))) as Packed
  mkdirSync(folder)
  for (const path of folders) mkdirSync(join(folder, path))
  await inLanes(files, ({ path, content }) => writeFile(join(folder, path), content))
}
