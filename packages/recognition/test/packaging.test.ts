import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Assessment, Catalog, Listing } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'

const recognition = dirname(import.meta.dirname)
const folder = mkdtempSync(join(tmpdir(), 'touchstone-packed-'))
const elsewhere = join(folder, 'elsewhere')

// What the enclosing npm hands down would steer the one that installs the package.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|VITEST)/i.test(name)),
)

function execute(command: string, options: string[], cwd: string): string {
  return execFileSync(command, options, {
    cwd,
    env: environment,
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The dependencies as folders that are handed to npm, so that the installation asks no registry. */
function copyDependencies(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(recognition, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.keys(dependencies).map((name) => {
    const copy = join(folder, name)
    cpSync(folderOf(name), copy, { recursive: true })
    return copy
  })
}

/** Where a package lies; its exports may hide its manifest. */
function folderOf(name: string): string {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = places.map((place) => join(place, name)).find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${name} is not installed`)
  return found
}

beforeAll(() => {
  execute('npm', ['pack', '--silent', '--pack-destination', folder], recognition)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--offline', '--install-links', '--no-audit', '--no-fund', '--silent']
  execute('npm', ['install', ...options, ...copyDependencies(), join(folder, tarball)], elsewhere)
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the packed engine, installed elsewhere, gives a verdict', () => {
  const catalog: Catalog = {
    brands: [{ id: 'velmoraq', name: 'Velmoraq', productTypes: ['handbag'] }],
  }
  const listing: Listing = { id: '1', title: 'Velmoraq handbag, 1:1 replica, mirror quality' }
  writeFileSync(
    join(elsewhere, 'screen.js'),
    `import { compile } from '@touchstone/recognition'
const screener = compile(${JSON.stringify(catalog)})
console.log(JSON.stringify(screener.screen(${JSON.stringify(listing)})))`,
  )
  const assessment = JSON.parse(execute(process.execPath, ['screen.js'], elsewhere)) as Assessment
  expect(assessment).toMatchObject({
    listing: '1',
    verdict: expect.stringMatching(/^(review|block)$/),
  })
  expect(assessment.brands.map((brand) => brand.id)).toContain('velmoraq')
  expect(assessment.signals.length).toBeGreaterThan(0)
})

test('the packed engine reads what it is given, and refuses what is no listing or catalog', () => {
  writeFileSync(
    join(elsewhere, 'refuse.js'),
    `import { compile, parseCatalog, parseListing, TouchstoneError } from '@touchstone/recognition'
const catalog = parseCatalog({ brands: [{ id: 'velmoraq', name: 'Velmoraq' }] })
const listing = parseListing({ id: '1', title: 'Velmoraq handbag' })
const said = compile(catalog.catalog).screen(listing.listing)
const refused = (value) => {
  try {
    return compile({ brands: [] }).screen(value)
  } catch (error) {
    return { isOwn: error instanceof TouchstoneError, code: error.code, pointer: error.pointer, message: error.message }
  }
}
console.log(JSON.stringify({
  said: said.listing,
  number: refused({ id: 'a', title: 5 }),
  nothing: refused(undefined),
  faults: [parseListing({ id: 'a', title: 5 }), parseCatalog({ brands: [{ id: 'x' }] })].map(({ ok, faults }) => [ok, faults[0].pointer]),
}))`,
  )
  const found = JSON.parse(execute(process.execPath, ['refuse.js'], elsewhere)) as unknown
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

test('the package carries its schemas and data, and nothing that only the repository needs', () => {
  const place = join(elsewhere, 'node_modules', '@touchstone', 'recognition')
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' })
  expect(files).toContain(join('dist', 'src', 'index.js'))
  expect(files).toContain(join('dist', 'src', 'index.d.ts'))
  expect(files).toContain(join('dist', 'contract', 'index.js'))
  expect(files).toContain(join('dist', 'pictures', 'words.bin'))
  expect(files).toContain('LICENSE')
  expect(files.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([])
  expect(readFileSync(join(place, 'package.json'), 'utf8')).not.toMatch(/"(post|pre)?install"/)
})
