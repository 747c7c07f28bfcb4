// Runs before `npm start` and `npm test`: installs the packages of package-lock.json, once.
//   node scripts/install.mjs         all of them, for tests and development
//   node scripts/install.mjs start   those that the server and the build of its pages need, without other systems' files
// Uses only Node's own modules, and syntax that Node 14 can parse, so that an old Node gets a plain error message.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explain, say } from './installation/explain-npm.mjs'
import { runCi } from './installation/run-npm.mjs'
import { exchange, stage } from './installation/staging.mjs'
import { removeUnneeded } from './installation/unneeded-files.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
/** States what was installed, `all` or `start`, and from what. */
const stampFile = join(modules, '.touchstone-install')
const windows = process.platform === 'win32'
const onlyStart = process.argv[2] === 'start'

/** Only fields that determine the content of node_modules, so that editing a script causes no install. */
function installRelevant(manifest) {
  const fields = [
    'name',
    'version',
    'workspaces',
    'bin',
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
    'overrides',
    'allowScripts',
  ]
  return JSON.stringify(fields.map((field) => manifest[field]))
}

function manifests() {
  const folder = join(root, 'packages')
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return [root]
    .concat(names.map((name) => join(folder, name)))
    .map((place) => join(place, 'package.json'))
    .filter((file) => existsSync(file))
}

function wantedStamp() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  for (const file of manifests())
    hash.update(installRelevant(JSON.parse(readFileSync(file, 'utf8'))))
  hash.update(`${process.platform} ${process.arch}`)
  return hash.digest('hex')
}

function atLeast(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/** True if later scripts will find a Node that runs TypeScript. */
function hasRuntime() {
  const name = windows ? 'node.exe' : 'node'
  return existsSync(join(modules, 'node', 'bin', name)) || atLeast(22, 18)
}

/** Which set is installed, if from the present lock. */
function installedSet() {
  if (!existsSync(stampFile)) return undefined
  const [set, stamp] = readFileSync(stampFile, 'utf8').trim().split(' ')
  return stamp === wantedStamp() ? set : undefined
}

function isInstalled() {
  const set = installedSet()
  return hasRuntime() && (set === 'all' || (onlyStart && set === 'start'))
}

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages || {} : {}
}

/** True if someone has run `npm ci` or `npm install` and every package of the lock that is wanted is present. */
function isInstalledByHand() {
  // Files of its packages are missing, which npm doesn't see.
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').startsWith('start')) return false
  const wanted = readLock(join(root, 'package-lock.json'))
  const present = readLock(join(modules, '.package-lock.json'))
  const declared = (manifest, field) => JSON.stringify(Object.entries(manifest[field] || {}).sort())
  const inStep = manifests().every((file) => {
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    const locked = wanted[relative(root, dirname(file)).split(sep).join('/')]
    return (
      locked &&
      ['dependencies', 'devDependencies', 'optionalDependencies'].every(
        (field) => declared(manifest, field) === declared(locked, field),
      )
    )
  })
  return (
    inStep &&
    hasRuntime() &&
    Object.entries(wanted).every(
      ([place, entry]) =>
        // Workspaces are folders of the repository; some keep packages of their own.
        !place.includes('node_modules/') ||
        entry.optional ||
        (onlyStart && (entry.dev || entry.devOptional)) ||
        (present[place] &&
          present[place].version === entry.version &&
          present[place].integrity === entry.integrity),
    )
  )
}

function stamp() {
  mkdirSync(modules, { recursive: true })
  writeFileSync(stampFile, `${onlyStart ? 'start' : 'all'} ${wantedStamp()}\n`)
}

/** The files that npm needs to install. */
function inputs() {
  const files = ['package-lock.json', '.npmrc'].map((name) => join(root, name))
  return [...files.filter((file) => existsSync(file)), ...manifests()]
}

/** Where packages are: of all, and below packages of the repository those that only they need in their version. */
function packageFolders() {
  return manifests()
    .map((file) => join(dirname(file), 'node_modules'))
    .filter((folder) => existsSync(folder))
}

function options() {
  if (!onlyStart) return ['--include=dev']
  // The only install script brings Node 24, which a machine with a recent Node can do without.
  return ['--omit=dev', ...(atLeast(22, 18) ? ['--ignore-scripts'] : [])]
}

/** Installs into a folder, which may be the repository. */
function install(folder) {
  const started = Date.now()
  const what = onlyStart ? 'what starting needs (about 350 MB' : 'all packages (about 1.4 GB'
  say(`Installing ${what}, once) into node_modules …`)
  runCi(folder, modules, options(), ({ missing, stopped, code }, output) => {
    if (missing) {
      say(
        'Could not install: npm was not found.',
        'It comes with Node: https://nodejs.org/en/download',
      )
      process.exit(1)
    }
    if (stopped !== undefined) {
      say('Stopped; the next run installs again.')
      process.exit(stopped)
    }
    if (code !== 0) {
      explain(output)
      process.exit(1)
    }
    if (folder !== root) {
      try {
        exchange(root, folder, inputs())
      } catch {
        rmSync(folder, { recursive: true, force: true })
        install(root)
        return
      }
    }
    if (!hasRuntime()) {
      say(
        'Could not install: the install step of the npm package `node` did not run.',
        'Run `npm rebuild node --ignore-scripts=false`, or install Node 24.',
      )
      process.exit(1)
    }
    if (onlyStart) for (const packages of packageFolders()) removeUnneeded(packages)
    stamp()
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  })
}

if (!atLeast(20, 0)) {
  say(
    `Node ${process.versions.node} is too old: Touchstone installs with Node 20 or newer and runs on Node 24.`,
    'Get it from https://nodejs.org/en/download or by your package manager, then try again.',
  )
  process.exit(1)
} else if (!existsSync(join(root, 'package-lock.json'))) {
  say(
    'Could not install: package-lock.json is missing.',
    'Restore it with `git checkout package-lock.json`, or make a new one with `npm install`.',
  )
  process.exit(1)
} else if (!isInstalled()) {
  if (isInstalledByHand()) stamp()
  // On Windows, links to the packages of the repository name the folder that they were made in.
  else install(existsSync(modules) && !windows ? stage(root, inputs()) : root)
}
