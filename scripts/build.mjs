// Builds `dist` of the packages: of all, or of those that the arguments name, in this order.
// `recognition`, which can be published alone, brings `contract`, which it carries. The sources need no
// build inside the repository; a package on a registry does, since Node strips no types below
// node_modules. With BUILD_TYPES=skip types are written and not checked: `npm test` checks the sources.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const contract = join(root, 'packages', 'contract')
const recognition = join(root, 'packages', 'recognition')

function fail(message) {
  console.error(message)
  process.exit(1)
}

function compile(folder) {
  const tsc = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc')
  const project = join(folder, 'tsconfig.build.json')
  // Each further thread infers the types of what its files import again.
  const unchecked = process.env.BUILD_TYPES === 'skip' ? ['--noCheck', '--singleThreaded'] : []
  const options = [tsc, '-p', project, ...unchecked]
  const { status, stdout, stderr, error } = spawnSync(process.execPath, options, {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    fail(`Could not build ${relative(root, folder)}:\n${error ? error.message : stdout + stderr}`)
  }
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Data files of the compiled program must be beside its code; a worker is started by its name. */
function finish(folder) {
  const sources = join(folder, 'src')
  const target = join(folder, 'dist')
  for (const file of files(sources)) {
    const place = relative(sources, file)
    if (extname(file) === '.ts' || /(^|[/\\])(test[/\\]|tsconfig)/.test(place)) continue
    cpSync(file, join(target, place))
  }
  for (const file of files(target).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(file, 'utf8')
    const mended = text.replaceAll(
      /(new URL\('\.\/[\w/-]+)\.ts(', import\.meta\.url\))/g,
      '$1.js$2',
    )
    if (mended !== text) writeFileSync(file, mended)
  }
}

function buildRecognition() {
  compile(contract)
  // The engine includes its schemas, so that it can be published alone; `#contract` in its package.json refers to
  // them. They are copied first, because its own types are checked against them.
  cpSync(join(contract, 'dist'), join(recognition, 'dist', 'contract'), { recursive: true })
  compile(recognition)
  const words = join('visual-vocabulary', 'visual-vocabulary.bin')
  cpSync(join(recognition, words), join(recognition, 'dist', words))

  const built = files(join(recognition, 'dist'))
  for (const file of built.filter((name) => /\.(js|d\.ts)$/.test(name))) {
    const text = readFileSync(file, 'utf8')
    if (/['"]@touchstone\//.test(text)) {
      fail(`${relative(root, file)} names a workspace package; import '#contract' instead.`)
    }
    // tsc does not copy a JSON file without a static import.
    for (const [, target] of text.matchAll(/from ['"](\.{1,2}\/[^'"]+)['"]/g)) {
      const wanted = join(dirname(file), target.replace(/\.ts$/, '.js'))
      if (!built.includes(wanted))
        fail(`${relative(root, file)} imports ${target}, which is missing.`)
    }
  }
}

const others = [
  'evaluation',
  'evidence',
  'messages',
  'jurisdiction',
  'linkage',
  'client',
  'server',
  'cli',
]
const named = process.argv.slice(2)
const isBuilt = (name) => named.length === 0 || named.includes(name)
const unknown = named.filter((name) => name !== 'recognition' && !others.includes(name))
if (unknown.length > 0)
  fail(`${unknown.join(', ')}: name some of recognition, ${others.join(', ')}.`)
const rest = others.filter(isBuilt).map((name) => join(root, 'packages', name))

for (const folder of [...(isBuilt('recognition') ? [contract, recognition] : []), ...rest]) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
}
if (isBuilt('recognition')) buildRecognition()
for (const folder of rest) {
  compile(folder)
  finish(folder)
}
const built = [
  ...(isBuilt('recognition') ? ['contract', 'recognition'] : []),
  ...others.filter(isBuilt),
]
console.error(`Built dist of ${built.join(', ')}.`)
