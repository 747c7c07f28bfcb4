import { dirname, join, relative, sep } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'
import { root } from './places.ts'

const packages = join(root, 'packages')

/** The path of a source below the repository, with slashes. */
function placeOf(file: string): string {
  return relative(root, file).split(sep).join('/')
}

/** The name of a worker's program, such as `server-listings-screening-worker.js`. */
function programName(file: string): string {
  const name = placeOf(file)
    .replace(/^packages\//, '')
    .replace('/src/', '/')
  return `${name.replace(/\.ts$/, '').replaceAll('/', '-')}.js`
}

const workerAddress = /new URL\('(\.\/[\w/-]+\.ts)', import\.meta\.url\)/g
const vocabularyAddress = `import.meta.resolve('@touchstone/recognition/visual-vocabulary')`
const vocabularyFile = 'packages/recognition/visual-vocabulary/visual-vocabulary.bin'

/**
 * All programs lie in one folder, beside `packages` with the files that they read: an address that a source forms
 * from its own place leads there, and the address of a worker to its program.
 */
const ownPlaces: Plugin = {
  name: 'own-places',
  transform(code, id) {
    if (!id.startsWith(packages) || !id.endsWith('.ts')) return null
    const place = placeOf(id)
    // Written as `import-meta` until all are replaced.
    const moved = code
      .replaceAll(workerAddress, (_, path: string) => {
        const file = join(dirname(id), path)
        const fileName = programName(file)
        this.emitFile({ type: 'chunk', id: file, fileName })
        return `new URL('./${fileName}', import-meta.url)`
      })
      .replaceAll(vocabularyAddress, `new URL('../${vocabularyFile}', import-meta.url).href`)
      .replaceAll('import.meta.url', `new URL('../${place}', import-meta.url).href`)
      .replaceAll('import.meta.dirname', `(import-meta.dirname + '/../${dirname(place)}')`)
    return { code: moved.replaceAll('import-meta.', 'import.meta.'), moduleType: 'ts' }
  },
}

/** As code, data would be kept twice, as the text of a module and as its constants, in each thread that loads it. */
const jsonAsFiles: Plugin = {
  name: 'json-as-files',
  transform(code, id) {
    if (!id.startsWith(packages) || !id.endsWith('.json')) return null
    const fileName = placeOf(id)
      .replace(/^packages\//, '')
      .replaceAll('/', '-')
    this.emitFile({ type: 'asset', fileName, source: JSON.stringify(JSON.parse(code)) })
    return {
      code: `import { readFileSync } from 'node:fs'
export default JSON.parse(readFileSync(new URL('./${fileName}', import.meta.url), 'utf8'))`,
      moduleType: 'js',
    }
  },
}

/** Packages that every command loads: as part of the program they bring only what it uses, such as no other languages. */
const everywhere = new Set(['commander', 'zod'])

/** Packages of others stay as they are; those installed below a package of the repository become part of the program. */
const othersOutside: Plugin = {
  name: 'others-outside',
  async resolveId(specifier, importer) {
    if (importer === undefined || /^(\.|\/|#|node:)/.test(specifier)) return null
    if (everywhere.has(specifier)) return null
    const resolved = await this.resolve(specifier, importer, { skipSelf: true })
    if (resolved?.id.startsWith(packages)) return resolved
    return { id: specifier, external: true }
  },
}

/**
 * No module is loaded for its effects, so that a chunk loaded for what it exports needs no other one whose exports it
 * doesn't use: `screen` would load the server.
 */
const usedChunksOnly: Plugin = {
  name: 'used-chunks-only',
  generateBundle(_, files) {
    for (const file of Object.values(files))
      if (file.type === 'chunk' && !file.isEntry)
        file.code = file.code.replaceAll(/^import "\.\/[^"]+";\n/gm, '')
  },
}

/** V8 keeps the text of a module in each thread that loads it: with one such character, two bytes for every other too. */
const oneByteTexts: Plugin = {
  name: 'one-byte-texts',
  generateBundle(_, files) {
    for (const file of Object.values(files))
      if (file.type === 'chunk')
        file.code = file.code.replaceAll(
          /[\u0100-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
  },
}

/** Bundles the command and its workers, from their sources, into `folder`. */
export async function bundleProgram(folder: string): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: { touchstone: join(packages, 'cli', 'src', 'main.ts') },
    platform: 'node',
    resolve: { conditionNames: ['touchstone-source', 'node', 'import'] },
    plugins: [othersOutside, ownPlaces, jsonAsFiles, usedChunksOnly, oneByteTexts],
    logLevel: 'warn',
  })
  await build.write({
    dir: folder,
    format: 'esm',
    chunkFileNames: '[name]-[hash].js',
    comments: false,
  })
  await build.close()
}
