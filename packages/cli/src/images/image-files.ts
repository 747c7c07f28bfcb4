import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'

/**
 * The files of a folder and its subfolders, by relative path with forward slashes, in the order of their code points.
 * Skips names that start with a dot, and does not follow links.
 */
export async function filesIn(folder: string, option: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      throw new TouchstoneError({
        code: 'bad-option',
        message: `${option} ${folder} cannot be read as a folder: name the folder that contains the pictures`,
        cause,
      })
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort()
}
