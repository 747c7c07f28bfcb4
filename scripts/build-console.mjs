// Builds the console and the seller portal into packages/console/dist if they are missing, or if a source has changed
// since. Runs before the server starts; prints nothing if there is nothing to do.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'packages', 'console')
const portal = join(root, 'packages', 'seller-portal')
const dist = join(folder, 'dist')
const stampFile = join(dist, '.built-from')
/** Folders of the packages with code or files in the pages: an archive states the licences of these too. */
const packagesFile = join(dist, '.vite', 'bundled-packages.json')

function filesIn(place) {
  if (!existsSync(place)) return []
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A hash of all inputs of the pages. */
function stamp() {
  const folders = ['src', 'public', 'build', 'locales'].flatMap((name) =>
    [folder, portal].map((place) => join(place, name)),
  )
  const others = [
    'client/src',
    'contract/src',
    'messages/src',
    'recognition/locales',
    'recognition/src/wording',
  ].map((place) => join(root, 'packages', place))
  const single = [
    fileURLToPath(import.meta.url),
    ...['index.html', 'vite.config.ts', 'package.json'].map((name) => join(folder, name)),
    ...[
      'appeal.html',
      'check.html',
      'notice-form.html',
      'referral-reply.html',
      'watch-policy.html',
      'vite.config.ts',
      'package.json',
    ].map((name) => join(portal, name)),
  ]
  const files = [...folders, ...others].flatMap(filesIn).concat(single)
  const hash = createHash('sha256')
  for (const file of [...files, join(root, 'package-lock.json')].sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The folder below the repository of the package that a module belongs to; undefined for our own. */
function packageOf(id) {
  // Code that these two add to what they bundle.
  const [, tool] = /^\0(vite|rolldown)\//.exec(id) ?? []
  if (tool !== undefined) return `node_modules/${tool}`
  const [folderOfPackage] =
    /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/')) ?? []
  return folderOfPackage && relative(root, folderOfPackage).replaceAll('\\', '/')
}

/** Adds the package of each module to `found`, and those of the files that are copied into the pages of `place`. */
function collectPackages(found, place) {
  return {
    name: 'touchstone-collect-packages',
    generateBundle(_, files) {
      for (const file of Object.values(files)) {
        const ids =
          file.type === 'chunk'
            ? file.moduleIds
            : file.originalFileNames.map((name) => resolve(place, name))
        for (const name of ids.map(packageOf)) if (name) found.add(name)
      }
    },
  }
}

const packed = new Set(['.js', '.mjs', '.css', '.svg', '.json'])

/** Compresses files once, instead of at each request or not at all. */
function pack() {
  for (const file of filesIn(dist).filter((name) => packed.has(extname(name)))) {
    const content = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 }
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: quality }))
  }
}

const wanted = stamp()
const present = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
if (wanted !== present) {
  const started = Date.now()
  process.stderr.write('Building the console …\n')
  // The caller may have set `test`, with which the libraries would use their slow and verbose forms.
  process.env.NODE_ENV = 'production'
  const { build } = await import('vite')
  const found = new Set()
  for (const place of [folder, portal]) {
    await build({
      root: place,
      configFile: join(place, 'vite.config.ts'),
      configLoader: 'native',
      logLevel: 'warn',
      plugins: [collectPackages(found, place)],
      // Workers are bundled separately.
      worker: { plugins: () => [collectPackages(found, place)] },
    })
  }
  pack()
  writeFileSync(packagesFile, `${JSON.stringify([...found].sort(), undefined, 2)}\n`)
  writeFileSync(stampFile, wanted)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  process.stderr.write(`Built in ${seconds} s.\n`)
}
