import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitForText } from './run-cli.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))
const folder = mkdtempSync(join(tmpdir(), 'touchstone-program-'))
const workshop = join(folder, 'workshop')
const elsewhere = join(folder, 'elsewhere', 'node_modules')
const packages = [
  'contract',
  'recognition',
  'evaluation',
  'evidence',
  'jurisdiction',
  'server',
  'cli',
]

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|VITEST)/i.test(name)),
)

function execute(command: string, options: string[], cwd: string): string {
  return execFileSync(command, options, { cwd, env: environment, encoding: 'utf8', stdio: 'pipe' })
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'junction')
}

/** The repository's sources in a folder of their own: what is built there disturbs nobody. */
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

/** Installs the tarballs with what their manifests name and nothing else, without a registry. */
function install(tarballs: readonly string[]): void {
  for (const tarball of tarballs) {
    const draft = join(folder, 'draft')
    mkdirSync(draft)
    execute('tar', ['-xzf', tarball, '-C', draft], folder)
    const manifest = JSON.parse(readFileSync(join(draft, 'package', 'package.json'), 'utf8')) as {
      name: string
      dependencies?: Record<string, string>
    }
    cpSync(join(draft, 'package'), join(elsewhere, manifest.name), { recursive: true })
    rmSync(draft, { recursive: true })
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const path = join(elsewhere, name)
      if (name.startsWith('@touchstone/') || existsSync(path)) continue
      link(join(root, 'node_modules', name), path)
    }
  }
}

beforeAll(() => {
  copySources()
  execute(process.execPath, [join('scripts', 'build.mjs')], workshop)
  for (const name of packages) {
    const options = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
    execute('npm', options, join(workshop, 'packages', name))
  }
  install(
    readdirSync(folder)
      .filter((name) => name.endsWith('.tgz'))
      .map((name) => join(folder, name)),
  )
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the packed server, installed elsewhere, makes its store, is ready and takes commands', async () => {
  const command = join(elsewhere, '@touchstone', 'cli', 'bin', 'touchstone.mjs')
  const env = {
    ...environment,
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: '',
    PORT: '0',
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [command, 'serve'], { env })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const [, url] = await waitForText(child, /listens at (\S+)/)
    const ready = await fetch(`${url}/ready`)
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }])
    const options = ['organisations', 'create', '--kind', 'host', '--slug', 'host-a', '--name', 'A']
    const id = execFileSync(process.execPath, [command, ...options], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    expect(id).toMatch(/^[0-9a-f-]{36}\n$/)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}, 60_000)

test('the packed command reads and matches pictures', async () => {
  const pictures = join(folder, 'pictures')
  mkdirSync(pictures)
  const drawing = '<svg width="300" height="200"><path d="M9 9L200 90L40 190Z" fill="#830"/></svg>'
  await sharp(Buffer.from(drawing)).flatten({ background: '#fff' }).toFile(join(pictures, 'a.png'))
  const command = join(elsewhere, '@touchstone', 'cli', 'bin', 'touchstone.mjs')
  const options = ['match-images', '--references', pictures, '--queries', pictures, '--out', '-']
  const line = JSON.parse(execute(process.execPath, [command, ...options], folder))
  expect(line).toMatchObject({ query: 'a.png', matches: [{ reference: 'a.png', kind: 'exact' }] })
}, 60_000)

test('the packages carry what they read, and no sources or tests', () => {
  const server = join(elsewhere, '@touchstone', 'server')
  const migrations = readdirSync(join(server, 'dist', 'platform', 'db', 'migrations'))
  expect(migrations).toContain('0001_access.sql')
  for (const name of packages) {
    const files = readdirSync(join(elsewhere, '@touchstone', name), {
      recursive: true,
      encoding: 'utf8',
    })
    expect(files).toContain('package.json')
    expect(files.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([])
  }
})
