import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assessment, Catalog, Listing } from '../packages/contract/src/index.ts'
import { helpModules, loadedModules } from '../packages/cli/test/loaded-modules.ts'

const root = dirname(import.meta.dirname)
const folder = mkdtempSync(join(tmpdir(), 'touchstone-packages-'))
const workshop = join(folder, 'workshop')
/** Where the engine is installed alone, by npm. */
const engineAlone = join(folder, 'engine')
/** Where the command is installed with the packages that it needs. */
const elsewhere = join(folder, 'elsewhere', 'node_modules')
/** The packages that are built, apart from the engine and the contract that it carries. */
const others = readdirSync(join(root, 'packages')).filter(
  (name) =>
    !['contract', 'recognition'].includes(name) &&
    existsSync(join(root, 'packages', name, 'tsconfig.build.json')),
)
const command = join(elsewhere, '@touchstone', 'cli', 'bin', 'touchstone.mjs')

// Variables of the enclosing npm would affect the packing and installing one. `npm test` itself checks types, and the
// endurance run also checks them against the packages.
const isEndurance = process.env['TOUCHSTONE_TEST_ENGINES'] === 'both'
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|VITEST)/i.test(name)),
  ),
  ...(!isEndurance && { BUILD_TYPES: 'skip' }),
}

function execute(command: string, options: string[], cwd: string): string {
  return execFileSync(command, options, { cwd, env: environment, encoding: 'utf8', stdio: 'pipe' })
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}

/** A copy of the repository's sources, so that builds there disturb nobody. */
function copySources(): void {
  const skipped = /[/\\](node_modules|dist)$/
  for (const name of [
    'packages',
    'tsconfig.base.json',
    'package.json',
    join('scripts', 'build.mjs'),
  ]) {
    cpSync(join(root, name), join(workshop, name), {
      recursive: true,
      filter: (path) => !skipped.test(path),
    })
  }
  const modules = join(root, 'node_modules')
  for (const name of readdirSync(modules).filter((entry) => entry !== '@touchstone')) {
    link(join(modules, name), join(workshop, 'node_modules', name))
  }
  for (const name of readdirSync(join(workshop, 'packages'))) {
    link(join(workshop, 'packages', name), join(workshop, 'node_modules', '@touchstone', name))
  }
}

/** Packs the packages; the engine is built by the script that npm runs before it packs. */
function pack(names: readonly string[], options: readonly string[] = []): string[] {
  const folders = names.map((name) => `./${join('packages', name)}`)
  const said = execute(
    'npm',
    ['pack', '--silent', ...options, '--pack-destination', folder, ...folders],
    workshop,
  )
  return said
    .split('\n')
    .filter((line) => line.endsWith('.tgz'))
    .map((name) => join(folder, name))
}

/** Installs the engine with its dependencies as folders, so that npm contacts no registry. */
function installEngine(tarball: string): void {
  const { dependencies } = readManifest(join(root, 'packages', 'recognition'))
  const copies = Object.keys(dependencies ?? {}).map((name) => {
    const copy = join(folder, 'dependencies', name)
    cpSync(join(root, 'node_modules', name), copy, { recursive: true })
    return copy
  })
  mkdirSync(engineAlone)
  writeFileSync(join(engineAlone, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--offline', '--install-links', '--no-audit', '--no-fund', '--silent']
  execute('npm', ['install', ...options, ...copies, tarball], engineAlone)
}

type Manifest = { name: string; dependencies?: Record<string, string> }

function readManifest(place: string): Manifest {
  return JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest
}

/** Unpacks only the tarballs, beside the packages that their manifests name. */
function install(tarballs: readonly string[]): void {
  for (const tarball of tarballs) {
    const draft = join(folder, 'draft')
    mkdirSync(draft)
    execute('tar', ['-xzf', tarball, '-C', draft], folder)
    const { name, dependencies = {} } = readManifest(join(draft, 'package'))
    cpSync(join(draft, 'package'), join(elsewhere, name), { recursive: true })
    rmSync(draft, { recursive: true })
    for (const dependency of Object.keys(dependencies)) {
      const path = join(elsewhere, dependency)
      if (dependency.startsWith('@touchstone/') || existsSync(path)) continue
      link(join(root, 'node_modules', dependency), path)
    }
  }
}

function filesOf(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
}

const isSource = (file: string): boolean => /\.test\.|(?<!\.d)\.ts$/.test(file)

beforeAll(() => {
  copySources()
  const [engine = ''] = pack(['recognition'])
  installEngine(engine)
  execute(process.execPath, [join('scripts', 'build.mjs'), ...others], workshop)
  const needed = ['contract', ...others.filter((name) => name !== 'client')]
  install([engine, ...pack([...needed], ['--ignore-scripts'])])
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the packed engine, installed alone, gives a verdict, and refuses anything but listings and catalogs', () => {
  const catalog: Catalog = {
    brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['handbag'] }],
  }
  const listing: Listing = { id: '1', title: 'Velmoraq handbag, 1:1 replica, mirror quality' }
  writeFileSync(
    join(engineAlone, 'screen.js'),
    `import { compile, parseCatalog, parseListing, TouchstoneError } from '@touchstone/recognition'
const screener = compile(${JSON.stringify(catalog)})
const small = parseCatalog({ brands: [{ id: 'velmoraq', name: 'Velmoraq' }] })
const listing = parseListing({ id: '1', title: 'Velmoraq handbag' })
const refused = (value) => {
  try {
    return compile({ brands: [] }).screen(value)
  } catch (error) {
    return { isOwn: error instanceof TouchstoneError, code: error.code, pointer: error.pointer, message: error.message }
  }
}
console.log(JSON.stringify({
  assessment: screener.screen(${JSON.stringify(listing)}),
  said: compile(small.catalog).screen(listing.listing).listing,
  number: refused({ id: 'a', title: 5 }),
  nothing: refused(undefined),
  faults: [parseListing({ id: 'a', title: 5 }), parseCatalog({ brands: [{ id: 'x' }] })].map(({ ok, faults }) => [ok, faults[0].pointer]),
}))`,
  )
  const { assessment, ...found } = JSON.parse(
    execute(process.execPath, ['screen.js'], engineAlone),
  ) as { assessment: Assessment }
  expect(assessment).toMatchObject({
    listing: '1',
    verdict: expect.stringMatching(/^(review|block)$/),
  })
  expect(assessment.brands.map((brand) => brand.id)).toContain('velmoraq')
  expect(assessment.signals.length).toBeGreaterThan(0)
  expect(found).toEqual({
    said: '1',
    number: {
      isOwn: true,
      code: 'bad-listing',
      pointer: '/title',
      message: expect.stringMatching(/^\/title must be a string.*; found 5; /),
    },
    nothing: {
      isOwn: true,
      code: 'bad-listing',
      pointer: '',
      message: expect.stringMatching(/^the listing /),
    },
    faults: [
      [false, '/title'],
      [false, '/brands/0/name'],
    ],
  })
})

test('the example of the engine’s readme runs, and prints what it says', () => {
  const readme = readFileSync(
    join(engineAlone, 'node_modules', '@touchstone', 'recognition', 'README.md'),
    'utf8',
  )
  const [code, printed] = ['js', 'text'].map(
    (language) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(readme)?.[1],
  )
  writeFileSync(join(engineAlone, 'example.js'), code ?? '')
  expect(execute(process.execPath, ['example.js'], engineAlone)).toBe(printed)
  expect(code?.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
})

test('the engine’s readme names only what its package exports', () => {
  const place = join(engineAlone, 'node_modules', '@touchstone', 'recognition')
  const readme = readFileSync(join(place, 'README.md'), 'utf8')
  const { exports } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>
  }
  const paths = [...readme.matchAll(/^\| `(\/[\w-]+)` +\|/gm)].map(([, path = '']) => `.${path}`)
  expect(paths.length).toBeGreaterThan(5)
  expect(Object.keys(exports)).toEqual(expect.arrayContaining(paths))
  const names = [...readme.matchAll(/^\| `(?:new )?([A-Za-z]+)(?:\(.*\))?` +\|/gm)]
  const probe = `console.log(Object.keys(await import('@touchstone/recognition')).join())`
  writeFileSync(join(engineAlone, 'names.js'), probe)
  const exported = execute(process.execPath, ['names.js'], engineAlone).trim().split(',')
  expect(names.length).toBeGreaterThan(5)
  expect(exported).toEqual(expect.arrayContaining(names.map(([, name]) => name)))
})

test('the engine carries its schemas and data, and nothing that only the repository needs', () => {
  const place = join(engineAlone, 'node_modules', '@touchstone', 'recognition')
  const files = filesOf(place)
  expect(files).toContain(join('dist', 'src', 'index.js'))
  expect(files).toContain(join('dist', 'src', 'index.d.ts'))
  expect(files).toContain(join('dist', 'contract', 'index.js'))
  expect(files).toContain(join('dist', 'visual-vocabulary', 'visual-vocabulary.bin'))
  expect(files).toContain('LICENSE')
  expect(files.filter(isSource)).toEqual([])
  expect(readFileSync(join(place, 'package.json'), 'utf8')).not.toMatch(/"(post|pre)?install"/)
})

test('the engine carries notices of what others wrote in it, and none of its packages is part of it', () => {
  const place = join(engineAlone, 'node_modules', '@touchstone', 'recognition')
  const notices = readFileSync(join(place, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  const notice = readFileSync(join(root, 'node_modules', 'assemblyscript', 'NOTICE'), 'utf8')
  expect(notices).toContain(notice.replaceAll(/[ \t]+$/gm, '').trim())
  const data = filesOf(join(place, 'dist', 'vocabulary')).filter((name) => name.endsWith('.json'))
  for (const name of data) {
    const file = readFileSync(join(place, 'dist', 'vocabulary', name), 'utf8')
    const { source, licence } = JSON.parse(file) as { source?: string; licence?: string }
    if (licence === undefined) continue
    const [id = '', holders = ''] = licence.split('; ')
    for (const words of [source ?? 'no source', id, holders.slice('copyright '.length)])
      expect(notices).toContain(words)
  }
  // Compiled file by file: each comes from a source of ours.
  const sources = ['contract/src', 'recognition'].map((name) => join(root, 'packages', name))
  const strangers = filesOf(join(place, 'dist'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.replace(/^contract\//, '').replace(/\.js$/, '.ts'))
    .filter((name) => !sources.some((folder) => existsSync(join(folder, name))))
  expect(strangers).toEqual([])
})

test('the packed command reads and matches pictures', async () => {
  const pictures = join(folder, 'pictures')
  mkdirSync(pictures)
  const drawing = '<svg width="300" height="200"><path d="M9 9L200 90L40 190Z" fill="#830"/></svg>'
  await sharp(Buffer.from(drawing)).flatten({ background: '#fff' }).toFile(join(pictures, 'a.png'))
  const options = ['match-images', '--references', pictures, '--queries', pictures, '--out', '-']
  const line = JSON.parse(execute(process.execPath, [command, ...options], folder))
  expect(line).toMatchObject({ query: 'a.png', matches: [{ reference: 'a.png', kind: 'exact' }] })
})

test('the packages contain the files that they read, and no sources or tests', () => {
  const server = join(elsewhere, '@touchstone', 'server')
  const migrations = readdirSync(join(server, 'dist', 'platform', 'db', 'migrations'))
  expect(migrations).toContain('0001_access.sql')
  for (const name of ['contract', 'recognition', ...others].filter((one) => one !== 'client')) {
    const files = filesOf(join(elsewhere, '@touchstone', name))
    expect(files).toContain('package.json')
    expect(files.filter(isSource)).toEqual([])
  }
})

test('the help of the packed command loads nothing but the help', () => {
  expect(
    loadedModules(join(elsewhere, '@touchstone', 'cli', 'dist', 'main.js'), ['--help']),
  ).toEqual(helpModules('js'))
})
