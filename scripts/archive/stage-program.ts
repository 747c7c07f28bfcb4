import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { migratedStore } from '../../packages/server/src/platform/db/index.ts'
import { billOfMaterials } from './bill-of-materials.ts'
import { isNeeded } from '../installation/unneeded-files.mjs'
import { bundleProgram } from './bundle-program.ts'
import { nodeModules, root } from './places.ts'
import { releaseNotes } from './release-notes.ts'
import { archivedPackages, system } from './runtime-packages.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

/** Files that the program reads, as it finds them in the repository too. */
const data = [
  'docs/operator/deploy',
  'docs/operator/runbooks',
  'docs/operator/touchstone.service',
  'packages/cli/package.json',
  'packages/cli/src/report/client',
  'packages/console/dist',
  'packages/recognition/visual-vocabulary/visual-vocabulary.bin',
  'packages/server/locales',
  'packages/server/package.json',
  'packages/server/src/investigation/captures/isolation/start-isolated.sh',
  'packages/server/src/platform/db/migrations',
  'samples',
  'LICENSE',
]

const launcher = `#!/bin/sh
# Starts Touchstone with the Node beside it, from wherever it is called.
root=$(dirname "$(dirname "$(readlink -f "$0")")")
# Most objects are short-lived, and those promoted by chance would wait long for collection: without these limits
# memory grows for minutes before it levels off. Each arena of malloc keeps what its threads once freed.
export MALLOC_ARENA_MAX=2
# Compiled modules stay in the user's cache; where it cannot be written, they are compiled at each start.
export NODE_COMPILE_CACHE="\${XDG_CACHE_HOME:-\$HOME/.cache}/touchstone/modules"
exec "$root/runtime/node" --max-semi-space-size=16 --heap-growing-percent=40 "$root/lib/touchstone.js" "$@"
`

/**
 * Writes the whole installation, of a date in seconds since 1970, into an empty folder: nothing in it is built,
 * installed or written when it runs. Needs the built console.
 */
export async function stageProgram(folder: string, date: number): Promise<void> {
  if (!existsSync(join(root, 'packages', 'console', 'dist', 'index.html'))) {
    throw new Error('The console is not built: run `npm run console:build`.')
  }
  const packages = archivedPackages()
  await bundleProgram(join(folder, 'lib'))
  for (const place of data) {
    mkdirSync(dirname(join(folder, place)), { recursive: true })
    cpSync(join(root, place), join(folder, place), {
      recursive: true,
      // Says from which sources the console was built.
      filter: (path) => !path.endsWith('.built-from'),
    })
  }
  const newStore = join(folder, relative(root, migratedStore))
  const packing = join(root, 'scripts', 'pack-new-store.ts')
  execFileSync(
    process.execPath,
    ['--conditions=touchstone-source', packing, newStore, String(date)],
    { stdio: 'inherit' },
  )
  const inFolders = packages.filter(
    ({ place, inPages }) => !inPages && place.startsWith('node_modules/'),
  )
  for (const { place } of inFolders) {
    const source = join(root, place)
    cpSync(source, join(folder, place), {
      recursive: true,
      filter: (path) => {
        const below = relative(source, path).split(sep).join('/')
        // Packages inside are entries of their own.
        return !/(^|\/)node_modules(\/|$)/.test(below) && isNeeded(`${place}/${below}`, system)
      },
    })
  }
  mkdirSync(join(folder, 'runtime'))
  copyFileSync(join(nodeModules, 'node', 'bin', 'node'), join(folder, 'runtime', 'node'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'touchstone'), launcher)
  for (const program of ['runtime/node', 'bin/touchstone']) chmodSync(join(folder, program), 0o755)
  // Modules of this program, in a folder without a manifest.
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(packages))
  writeFileSync(join(folder, 'RELEASE-NOTES.md'), releaseNotes(version()))
  writeFileSync(join(folder, 'sbom.cdx.json'), billOfMaterials(version(), packages))
}

/** The version of this program. */
export function version(): string {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
