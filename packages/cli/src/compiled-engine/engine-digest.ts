import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Names what was compiled: engines of the same digest have the same tables. @param data in JSON */
export async function engineDigest(data: readonly unknown[]): Promise<string> {
  const parts = [await programStamp(), ...data]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

let stamp: Promise<string> | undefined

/**
 * Tells one build of the program, or one state of its sources, from another, since both can change how names are
 * folded without a new version. Reading the sizes and times of its files takes milliseconds, reading the files would
 * not.
 */
async function programStamp(): Promise<string> {
  stamp ??= (async () => {
    const names = await Promise.all(engineFolders().map(filesIn))
    const files = await Promise.all(
      names.flat().map(async (path) => {
        const { size, mtimeMs } = await stat(path)
        return `${path} ${size} ${mtimeMs}`
      }),
    )
    return createHash('sha256').update(files.toSorted().join('\n')).digest('hex')
  })()
  return stamp
}

/** Folders of the engine and its data; of a bundle the only one, where the program lies. */
function engineFolders(): string[] {
  try {
    const entrance = fileURLToPath(import.meta.resolve('@touchstone/recognition'))
    const folder = dirname(dirname(entrance))
    return ['src', 'lexicon', 'packs', 'vocabulary'].map((name) => join(folder, name))
  } catch {
    // Unlike `import.meta.dirname`, it names the file as it is bundled.
    return [dirname(import.meta.filename)]
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}
