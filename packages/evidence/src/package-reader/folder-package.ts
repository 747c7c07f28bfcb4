import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { pathFault } from '../bag/index.ts'
import { emptyFolder, UnreadablePackage, type PackageFiles, type ReadLimits } from './model.ts'

/** A package in a folder. Links are reported and never followed. */
export async function openFolder(folder: string, limits: ReadLimits): Promise<PackageFiles> {
  const sizes = new Map<string, number>()
  const faults: { path: string; sentence: string }[] = []
  let bytes = 0
  const walk = async (inside: string): Promise<void> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true })
    if (entries.length === 0 && inside !== '') faults.push({ path: inside, sentence: emptyFolder })
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`
      const fault = pathFault(path)
      if (fault !== undefined) faults.push({ path, sentence: `Its name ${fault}.` })
      else if (entry.isDirectory()) await walk(path)
      else if (!entry.isFile()) {
        faults.push({
          path,
          sentence: 'It is a link or a device, not a file, and was not read.',
        })
      } else {
        const { size } = await lstat(join(folder, path))
        bytes += size
        sizes.set(path, size)
        if (sizes.size > limits.files || bytes > limits.bytes) {
          throw new UnreadablePackage(
            `It contains more than ${limits.files} files or ${limits.bytes} bytes.`,
          )
        }
      }
    }
  }
  await walk('')
  return {
    name: basename(resolve(folder)),
    sizes,
    faults,
    open: async (path) => createReadStream(join(folder, path)),
    close: async () => undefined,
  }
}
