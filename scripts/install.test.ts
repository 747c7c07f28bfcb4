import { execFileSync, spawn, spawnSync } from 'node:child_process'
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
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isNeeded } from './installation/unneeded-files.mjs'

let folder: string
let npm: string
/** Code of an npm that notes how it was called, wherever it runs. */
const noteCall = `
  const { appendFileSync } = require('node:fs')
  appendFileSync(__dirname + '/../calls', process.argv.slice(2).join(' ') + '\\n')`

/** A repository with one script and a lock, and an npm that behaves as the test defines. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'touchstone-install-'))
  mkdirSync(join(folder, 'scripts'))
  mkdirSync(join(folder, 'npm'))
  npm = join(folder, 'npm', 'npm-cli.js')
  for (const name of ['install.mjs', 'installation'])
    cpSync(join(import.meta.dirname, name), join(folder, 'scripts', name), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "a", "type": "commonjs" }')
  writeFileSync(join(folder, 'package-lock.json'), '{ "lockfileVersion": 3 }')
  fakeNpm(noteCall)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function fakeNpm(code: string): void {
  writeFileSync(npm, code)
}

function environment(more: Record<string, string> = {}): Record<string, string | undefined> {
  return { ...process.env, npm_execpath: npm, ...more }
}

type Installation = { code: number | null; output: string }

function install(more?: Record<string, string>, ...args: string[]): Installation {
  const options = ['scripts/install.mjs', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, options, {
    cwd: folder,
    env: environment(more),
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  return { code: status, output: stderr }
}

function installStart(): Installation {
  return install({}, 'start')
}

/** An npm that installs two packages into the folder it runs in, `dev` only if asked, as npm states it. */
const installing = `${noteCall}
  const { mkdirSync, writeFileSync } = require('node:fs')
  const wanted = process.argv.includes('--omit=dev') ? ['prod'] : ['prod', 'dev']
  const packages = Object.fromEntries(wanted.map((name) => ['node_modules/' + name, { version: '1.0.0' }]))
  for (const name of wanted) {
    mkdirSync('node_modules/' + name + '/docs', { recursive: true })
    for (const file of ['index.js', 'index.d.ts', 'LICENSE.md', 'docs/a.js'])
      writeFileSync('node_modules/' + name + '/' + file, name)
  }
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }))`

function writeLock(): void {
  const packages = {
    '': { name: 'a' },
    'node_modules/prod': { version: '1.0.0' },
    'node_modules/dev': { version: '1.0.0', dev: true },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
}

function filesOf(name: string): string[] {
  const place = join(folder, 'node_modules', name)
  return existsSync(place) ? readdirSync(place, { recursive: true, encoding: 'utf8' }).sort() : []
}

function calls(): string[] {
  const file = join(folder, 'calls')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

test('onnxruntime’s install script, which asks another host for CUDA, is run by no npm', () => {
  const read = (file: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
  // npm 12 uses this.
  expect(read('package.json')).toMatchObject({ allowScripts: { 'onnxruntime-node': false } })
  // npm 10 and 11 run the scripts of a package if the lock file states that it has some. `npm install` writes that
  // again: remove it, since npm warns of their own setting for it.
  const { packages } = read('package-lock.json') as { packages: Record<string, object> }
  expect(packages['node_modules/onnxruntime-node']).toMatchObject({ optional: true })
  expect(packages['node_modules/onnxruntime-node']).not.toHaveProperty('hasInstallScript')
  expect(packages['node_modules/node']).toMatchObject({ hasInstallScript: true })
})

test('npm start installs what starting needs, everything else is installed by what needs it', () => {
  const { scripts } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'),
  ) as { scripts: Record<string, string> }
  for (const name of ['start', 'serve'])
    expect(scripts[`pre${name}`]).toBe('exec node scripts/install.mjs start')
  for (const name of ['test', 'lint', 'format', 'build', 'archive', 'bench', 'eval'])
    expect(scripts[`pre${name}`]).toMatch(/node scripts\/install\.mjs($| &&)/)
})

describe('the set of packages', () => {
  beforeEach(() => {
    writeLock()
    fakeNpm(installing)
  })

  test('for npm start lacks development dependencies and files that nothing reads', () => {
    expect(installStart()).toMatchObject({ code: 0, output: expect.stringMatching(/^Installing /) })
    expect(calls()).toEqual([expect.stringMatching(/^ci --omit=dev /)])
    expect(filesOf('prod')).toEqual(['LICENSE.md', 'index.js'])
    expect(filesOf('dev')).toEqual([])
    expect(installStart()).toEqual({ code: 0, output: '' })
  })

  test('for npm test is whole, also after npm start, and is enough for npm start', () => {
    installStart()
    expect(install().code).toBe(0)
    expect(calls()[1]).toMatch(/^ci --include=dev /)
    const whole = ['LICENSE.md', 'docs', join('docs', 'a.js'), 'index.d.ts', 'index.js']
    expect([filesOf('prod'), filesOf('dev')]).toEqual([whole, whole])
    expect([install(), installStart()]).toEqual([
      { code: 0, output: '' },
      { code: 0, output: '' },
    ])
  })

  test('for npm start is that of someone who left out development dependencies by hand', () => {
    execFileSync(process.execPath, [npm, 'ci', '--omit=dev'], { cwd: folder })
    expect(installStart()).toEqual({ code: 0, output: '' })
    install()
    expect(calls()).toHaveLength(2)
  })

  test('for npm test is installed by npm test where someone added packages to that for npm start', () => {
    installStart()
    execFileSync(process.execPath, [npm, 'install'], { cwd: folder })
    rmSync(join(folder, 'node_modules', 'prod', 'index.js'))
    install()
    expect(calls()).toHaveLength(3)
    expect(filesOf('prod')).toContain('index.js')
  })

  test('is exchanged at once when it is complete, and stays if npm fails', () => {
    installStart()
    fakeNpm(`${installing}
      const present = require('node:fs').readdirSync(__dirname + '/../node_modules/prod')
      appendFileSync(__dirname + '/../calls', present.join() + '\\n')
      process.exit(1)`)
    expect(install().code).toBe(1)
    expect(calls().at(-1)).toBe('LICENSE.md,index.js')
    expect(filesOf('prod')).toEqual(['LICENSE.md', 'index.js'])
    expect(installStart()).toEqual({ code: 0, output: '' })
    fakeNpm(installing)
    install()
    expect(existsSync(join(folder, '.touchstone-install'))).toBe(false)
  })

  test('includes packages that only one package of the repository needs in its version', () => {
    mkdirSync(join(folder, 'packages', 'c'), { recursive: true })
    writeFileSync(join(folder, 'packages', 'c', 'package.json'), '{ "name": "c" }')
    fakeNpm(`${installing}
      mkdirSync('packages/c/node_modules/d', { recursive: true })
      for (const file of ['index.js', 'index.d.ts']) writeFileSync('packages/c/node_modules/d/' + file, wanted.join())`)
    const own = (): string[] => readdirSync(join(folder, 'packages', 'c', 'node_modules', 'd'))
    installStart()
    expect(own()).toEqual(['index.js'])
    install()
    expect(own().sort()).toEqual(['index.d.ts', 'index.js'])
  })
})

test('of packages, npm start and an archive need neither types nor other systems, but their licences', () => {
  const isNeededHere = (place: string): boolean =>
    isNeeded(`node_modules/${place}`, { platform: 'linux', arch: 'x64' })
  expect(isNeededHere('onnxruntime-node/bin/napi-v6/linux/x64/a.node')).toBe(true)
  expect(isNeededHere('onnxruntime-node/bin/napi-v6/linux/arm64/a.node')).toBe(false)
  expect(isNeededHere('onnxruntime-node/bin/napi-v6/darwin/arm64/a.node')).toBe(false)
  expect(isNeededHere('@img/sharp-wasm32/lib/sharp.wasm')).toBe(false)
  expect(isNeededHere('zod/index.d.cts')).toBe(false)
  expect(isNeededHere('stdnum/LICENSE.md')).toBe(true)
  expect(isNeededHere('a/node_modules/fastify/test/a.js')).toBe(false)
})

describe('installation before npm start', () => {
  test('runs npm ci once, and prints nothing afterwards', () => {
    expect(install()).toMatchObject({ code: 0, output: expect.stringMatching(/^Installing .*\n/) })
    expect(install()).toEqual({ code: 0, output: '' })
    expect(calls()).toEqual([expect.stringMatching(/^ci --include=dev /)])
  })

  test('runs again when the lock or a dependency has changed, not when a script has', () => {
    install()
    writeFileSync(join(folder, 'package.json'), '{ "name": "a", "scripts": { "b": "c" } }')
    install()
    expect(calls()).toHaveLength(1)
    writeFileSync(join(folder, 'package-lock.json'), '{ "packages": {} }')
    install()
    expect(calls()).toHaveLength(2)
    writeFileSync(join(folder, 'package.json'), '{ "name": "a", "dependencies": { "b": "1" } }')
    install()
    expect(calls()).toHaveLength(3)
  })

  test('installs nothing where all of the lock was installed by hand', () => {
    const one = { version: '1.0.0', integrity: 'sha512-b' }
    const root = { name: 'a', dependencies: { b: '1' } }
    const lock = { packages: { '': root, 'node_modules/b': one } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(root))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    mkdirSync(join(folder, 'node_modules'))
    const hidden = join(folder, 'node_modules', '.package-lock.json')
    writeFileSync(hidden, JSON.stringify({ packages: { 'node_modules/b': one } }))
    expect(install()).toEqual({ code: 0, output: '' })
    writeFileSync(join(folder, 'package.json'), '{ "name": "a", "dependencies": { "b": "2" } }')
    install()
    expect(calls()).toHaveLength(1)
  })

  test.each(['node_modules/b', 'packages/c/node_modules/b'])(
    'installs where %s of the lock is missing',
    (place) => {
      const lock = { packages: { '': { name: 'a' }, [place]: { version: '1.0.0' } } }
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
      install()
      expect(calls()).toHaveLength(1)
    },
  )

  test('protects the inner npm from the outer one’s omit settings', () => {
    fakeNpm(`require('node:fs').writeFileSync('calls', JSON.stringify(process.env))`)
    install({
      NODE_ENV: 'production',
      npm_config_omit: 'dev',
      npm_config_global: 'true',
      npm_config_registry: 'https://mirror.example/',
    })
    const seen = JSON.parse(calls()[0]!) as Record<string, string>
    expect(seen).not.toHaveProperty('NODE_ENV')
    expect(seen).not.toHaveProperty('npm_config_omit')
    expect(seen).not.toHaveProperty('npm_config_global')
    expect(seen).toHaveProperty('npm_config_registry', 'https://mirror.example/')
  })

  test.each([
    ['ENOTFOUND', /registry could not be reached[^]*proxy/],
    ['ECONNREFUSED', /registry could not be reached/],
    ['EAI_AGAIN', /registry could not be reached/],
    ['ETIMEDOUT', /registry could not be reached/],
    ['ENOSPC', /disk is full[^]*Free about/],
    ['EACCES', /may not be written[^]*chown/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /certificate[^]*NODE_EXTRA_CA_CERTS/],
    ['E404', /refused a package/],
    ['EINTEGRITY', /checksum/],
    ['EWHATEVER', /npm stopped with an error/],
  ])('explains %s and how to mend it, and leaves no stamp', (code, words) => {
    fakeNpm(`console.error('npm error code ${code}'); process.exit(1)`)
    const first = install()
    expect(first.code).toBe(1)
    expect(first.output).toMatch(words)
    expect(first.output).toContain(`npm error code ${code}`)
    expect(install().code).toBe(1)
  })

  test('explains a missing lock', () => {
    rmSync(join(folder, 'package-lock.json'))
    expect(install()).toMatchObject({
      code: 1,
      output: expect.stringContaining('package-lock.json is missing'),
    })
  })

  test('explains a missing npm', () => {
    const output = install({ npm_execpath: '', PATH: folder })
    expect(output).toMatchObject({ code: 1, output: expect.stringContaining('npm was not found') })
  })

  test.skipIf(process.platform === 'win32')('stops npm when it is stopped', async () => {
    fakeNpm(`
      process.on('SIGTERM', () => { require('node:fs').writeFileSync('calls', 'stopped'); process.exit(1) })
      require('node:fs').writeFileSync('up', '')
      setInterval(() => {}, 1000)`)
    const child = spawn(process.execPath, ['scripts/install.mjs'], {
      cwd: folder,
      env: environment(),
      stdio: 'ignore',
    })
    await expect.poll(() => existsSync(join(folder, 'up'))).toBe(true)
    child.kill('SIGTERM')
    const code = await new Promise((resolve) => child.on('exit', resolve))
    expect(code).toBe(143)
    await expect.poll(calls).toEqual(['stopped'])
  })
})
