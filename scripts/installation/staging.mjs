// Installs beside packages in use, so that a running server finds all of its packages at any time, and an
// installation that fails leaves what was there. Runs under the Node that installs.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Packages of the repository that have packages of their own below their folder, and the repository itself. */
function placesOf(files) {
  return files.filter((file) => file.endsWith('package.json')).map((file) => dirname(file))
}

/** Makes a folder with the manifests and the lock of the repository, for npm to install in. */
export function stage(root, files) {
  const folder = join(root, '.touchstone-install')
  rmSync(folder, { recursive: true, force: true })
  for (const file of files) {
    const copy = join(folder, relative(root, file))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(file, copy)
  }
  return folder
}

/**
 * Puts the packages installed in the folder in the place of those of the repository.
 * @throws where they may not be renamed, such as a mounted folder
 */
export function exchange(root, folder, files) {
  for (const place of placesOf(files)) {
    const present = join(place, 'node_modules')
    const staged = join(folder, relative(root, present))
    const former = `${staged}.former`
    mkdirSync(dirname(former), { recursive: true })
    if (existsSync(present)) renameSync(present, former)
    if (existsSync(staged)) renameSync(staged, present)
  }
  rmSync(folder, { recursive: true, force: true })
}
