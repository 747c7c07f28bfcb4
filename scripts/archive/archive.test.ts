import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createOnce } from '@touchstone/server/testing/shared-folder'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitForText } from '../../packages/cli/test/run-cli.ts'
import { bundleProgram } from './bundle-program.ts'
import { isAllowed, refusedPackages } from './licences.ts'
import { digestOf, packFolder } from './pack-folder.ts'
import { root } from './places.ts'
import { archivedPackages } from './runtime-packages.ts'
import { stageProgram, version } from './stage-program.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-archive-'))
const installed = join(folder, 'installed')
/** What a service has that runs as a user without a home. */
const env = { PATH: process.env['PATH'] ?? '', TMPDIR: folder }

/** Each file below a folder with its size and date. */
function filesOf(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => {
    const { size, mtimeMs } = statSync(join(place, name))
    return `${name} ${size} ${mtimeMs}`
  })
}

function touchstone(args: readonly string[], dataDir = join(folder, 'none')): string {
  return execFileSync(join(folder, 'touchstone'), args, {
    cwd: folder,
    env: { ...env, DATA_DIR: dataDir },
    encoding: 'utf8',
    stdio: 'pipe',
  })
}

let written: string[]
beforeAll(async () => {
  await createOnce('console', async () => {
    const script = join(root, 'scripts', 'build-console.mjs')
    execFileSync(process.execPath, ['--conditions=touchstone-source', script], { stdio: 'pipe' })
  })
  mkdirSync(installed)
  await stageProgram(installed, 1_700_000_000)
  written = filesOf(installed)
  // The launcher finds its folder from wherever a link leads to it.
  symlinkSync(join(installed, 'bin', 'touchstone'), join(folder, 'touchstone'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an archive names its version, loads nothing for it, and is no larger than 350 MB unpacked', () => {
  expect(touchstone(['--version'])).toBe(`${version()}\n`)
  const bytes = readdirSync(installed, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(installed, name)))
    .reduce((sum, { size }) => sum + size, 0)
  expect(bytes).toBeLessThan(350e6)
})

test('the archive assesses listings in threads of its own and writes nothing but the output', () => {
  const listing = { id: '1', title: 'Velmoraq handbag, 1:1 replica, mirror quality' }
  writeFileSync(join(folder, 'listings.ndjson'), `${JSON.stringify(listing)}\n`)
  const catalog = join(installed, 'samples', 'catalog.json')
  const options = ['--in', 'listings.ndjson', '--catalog', catalog, '--threads', '2', '--out', '-']
  const assessment: unknown = JSON.parse(touchstone(['screen', ...options]))
  expect(assessment).toMatchObject({ listing: '1', verdict: expect.any(String) })
  expect(filesOf(installed)).toEqual(written)
})

test('the archive serves the console from a new store, takes commands, and writes nothing into its own folder', async () => {
  const dataDir = join(folder, 'data')
  const child = spawn(join(folder, 'touchstone'), ['serve'], {
    cwd: folder,
    env: { ...env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const [, url] = await waitForText(child, /listens at (\S+)/)
    const ready = await fetch(`${url}/ready`)
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }])
    expect(await (await fetch(`${url}/`)).text()).toContain('<title>Touchstone')
    expect((await fetch(`${url}/reference`)).status).toBe(200)
    const options = ['organisations', 'create', '--kind', 'host', '--slug', 'host-a', '--name', 'A']
    expect(touchstone(options, dataDir)).toMatch(/^[0-9a-f-]{36}\n$/)
    expect(touchstone(['backup', 'create', join(folder, 'backups')], dataDir)).toMatch(/Z\n$/)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  expect(filesOf(installed)).toEqual(written)
})

test('the bill of materials names Node, every package with its licence, and the libraries inside libvips', () => {
  const text = readFileSync(join(installed, 'sbom.cdx.json'), 'utf8')
  const { components, dependencies, ...document } = JSON.parse(text) as {
    specVersion: string
    components: { 'bom-ref': string; name: string; version: string; licenses?: unknown[] }[]
    dependencies: { ref: string; dependsOn: string[] }[]
  }
  expect(document).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  const names = components.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['node', 'sharp', 'onnxruntime-node', 'vips']))
  // The pages are made from these, the layout of networks in a worker and fonts as files.
  const inPages = ['react', 'graphology-layout-forceatlas2', '@fontsource-variable/inter']
  expect(names).toEqual(expect.arrayContaining(inPages))
  const references = components.map((component) => component['bom-ref'])
  expect(new Set(references).size).toBe(references.length)
  for (const { dependsOn } of dependencies)
    expect(references).toEqual(expect.arrayContaining(dependsOn))
  // What is in the archive is in the document.
  const manifests = readdirSync(join(installed, 'node_modules'), {
    recursive: true,
    encoding: 'utf8',
  }).filter((path) => /(^|node_modules\/)(@[^/]+\/)?[^/@]+\/package\.json$/.test(path))
  const paths = JSON.stringify(components)
  for (const path of manifests) {
    expect(paths).toContain(`"node_modules/${path.replace('/package.json', '')}"`)
  }
})

test('every package of an archive is under a licence that its list allows', () => {
  expect(refusedPackages(archivedPackages())).toEqual([])
  expect(isAllowed('(MIT OR EUPL-1.1+)')).toBe(true)
  expect(isAllowed('MIT AND AGPL-3.0-only')).toBe(false)
})

test('each component of the bill of materials has its notice, with a text of its licence', () => {
  const { components } = JSON.parse(readFileSync(join(installed, 'sbom.cdx.json'), 'utf8')) as {
    components: { type: string; name: string; version: string; purl?: string }[]
  }
  const text = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  const sections = text.split(`${'='.repeat(80)}\n`)
  const endTexts = sections.flatMap((section) => /^Text of (\S+)/.exec(section)?.[1] ?? [])
  const libvips = sections.find((section) => section.startsWith('@img/sharp-libvips-linux-x64 '))
  const faults = components.flatMap(({ type, name, version: own, purl }) => {
    // `vips` is libvips there, and some have other names.
    if (purl === undefined) return libvips?.includes('LGPLv3') === true ? [] : [name]
    const start = type === 'platform' ? 'Node.js\n' : `${name} ${own}\n`
    const notices = sections.filter((section) => section.startsWith(start))
    if (notices.length === 0) return [`${name} ${own}: no notice`]
    return notices.flatMap((notice) => {
      const [, absent] = /^Licence: (\S+) \(the package includes no text/m.exec(notice) ?? []
      const isGiven =
        absent === undefined
          ? /permission|redistribut|licensed under|free and unencumbered|public domain/i.test(
              notice,
            )
          : endTexts.some((one) => absent.startsWith(one))
      return isGiven ? [] : [`${name} ${own}: no text of its licence`]
    })
  })
  expect(faults).toEqual([])
  expect(sections.length).toBeGreaterThan(200)
  expect(text).toContain('GNU LESSER GENERAL PUBLIC LICENSE')
  expect(text).toContain('GS1 Barcode Syntax Dictionary')
})

test('the notices name the shared library of libvips, which can be exchanged, and are the same each time', () => {
  const text = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  const [library = ''] = /^node_modules\/\S+libvips-cpp\.so\S+$/m.exec(text) ?? []
  expect(statSync(join(installed, library)).isFile()).toBe(true)
  expect(thirdPartyNotices(archivedPackages())).toBe(text)
})

test('every package that the program of the archive loads at some time can be loaded', () => {
  const lib = join(installed, 'lib')
  const specifiers = readdirSync(lib)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(lib, name), 'utf8'))
    .flatMap((code) => [
      ...code.matchAll(/^import (?:[^'"]*? from )?"([^."#][^"]*)";$|\bimport\("([^."#][^"]*)"\)/gm),
    ])
    .map(([, fixed, late]) => fixed ?? late ?? '')
    .filter((name) => !isBuiltin(name))
  const packages = [...new Set(specifiers)].sort()
  expect(packages).toEqual(expect.arrayContaining(['fastify', 'jschardet', 'onnxruntime-node']))
  const program = join(lib, 'load-packages.mjs')
  writeFileSync(
    program,
    `const faults = []
for (const name of ${JSON.stringify(packages)})
  await import(name).catch((error) => faults.push(name + ': ' + error.message))
console.log(JSON.stringify(faults))
process.exit()`,
  )
  const node = join(installed, 'runtime', 'node')
  const faults = execFileSync(node, [program], { encoding: 'utf8', stdio: 'pipe' })
  rmSync(program)
  expect(JSON.parse(faults)).toEqual([])
})

test('an archive has the fonts that reports are set in', () => {
  for (const [font, form] of [
    ['@fontsource/noto-sans', /-400-normal\.woff$/],
    ['@fontsource/noto-sans-arabic', /-400-normal\.woff$/],
    ['@fontsource-variable/noto-sans-sc', /-wght-normal\.woff2$/],
  ] as const) {
    const [here, there] = [root, installed].map((place) =>
      readdirSync(join(place, 'node_modules', font, 'files')).filter((name) => form.test(name)),
    )
    expect(here?.length).toBeGreaterThan(0)
    expect(there).toEqual(here)
  }
})

test('the same program gives the same bytes again, whatever the dates, modes and owners of its files', async () => {
  const lib = join(folder, 'lib')
  await bundleProgram(lib)
  const programs = readdirSync(lib).sort()
  expect(programs).toEqual(readdirSync(join(installed, 'lib')).sort())
  for (const name of programs) {
    expect(readFileSync(join(lib, name)).equals(readFileSync(join(installed, 'lib', name)))).toBe(
      true,
    )
  }
  const digests: string[] = []
  for (const [place, names] of [
    ['one', ['a', 'b', 'Ä']],
    ['other', ['Ä', 'b', 'a']],
  ] as const) {
    const tree = join(folder, place, 'tree')
    mkdirSync(join(tree, 'in'), { recursive: true })
    for (const name of names) writeFileSync(join(tree, 'in', name), name)
    chmodSync(join(tree, 'in', 'a'), place === 'one' ? 0o755 : 0o700)
    utimesSync(join(tree, 'in', 'b'), 1, place === 'one' ? 2 : 3)
    await packFolder(tree, join(folder, `${place}.tar.gz`), 1_700_000_000)
    digests.push(await digestOf(join(folder, `${place}.tar.gz`)))
  }
  expect(digests[1]).toBe(digests[0])
})
