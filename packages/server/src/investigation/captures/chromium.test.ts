import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireChromium, findChromium } from './chromium.ts'

let folder: string
let program: string
let path: string
/** A folder with no package installed beside it. */
let alone: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-machine-'))
  program = join(folder, 'chromium')
  await writeFile(program, '')
  path = ['/nowhere', folder].join(delimiter)
  alone = pathToFileURL(join(folder, 'main.js')).href
})
afterAll(() => rm(folder, { recursive: true }))

test('Chromium is the one named, else the first on PATH, and must be a program', async () => {
  expect(await findChromium({ PATH: path }, alone)).toBeUndefined()
  await chmod(program, 0o755)
  expect(await findChromium({ PATH: path }, alone)).toBe(program)
  expect(await findChromium({ CHROMIUM_PATH: program, PATH: '' }, alone)).toBe(program)
  const named = { CHROMIUM_PATH: '/nowhere/chromium', PATH: path }
  expect(await findChromium(named, alone)).toBeUndefined()
})

/** A published package with both module formats, each of which locates the program. */
async function install(place: string): Promise<string> {
  const root = await mkdtemp(join(folder, 'installed-'))
  const inside = join(root, 'node_modules', '@sparticuz', 'chromium')
  await mkdir(inside, { recursive: true })
  const exports = { '.': { import: './main.mjs', require: './main.cjs' } }
  const pathText = JSON.stringify(place)
  await writeFile(join(inside, 'package.json'), JSON.stringify({ exports }))
  await writeFile(
    join(inside, 'main.cjs'),
    `class Chromium { static async executablePath() { return ${pathText} } }; exports.default = Chromium`,
  )
  await writeFile(
    join(inside, 'main.mjs'),
    `export default class { static async executablePath() { return ${pathText} } }`,
  )
  return pathToFileURL(join(root, 'main.js')).href
}

test('the npm package is the third place, after the one named and those on PATH', async () => {
  const packed = join(folder, 'from-the-package')
  await writeFile(packed, '', { mode: 0o755 })
  const beside = await install(packed)
  expect(await findChromium({ PATH: '/nowhere' }, beside)).toBe(packed)
  await chmod(program, 0o755)
  expect(await findChromium({ PATH: path }, beside)).toBe(program)
  expect(await findChromium({ CHROMIUM_PATH: '/nowhere/chromium', PATH: '' }, beside)).toBe(
    undefined,
  )
  const broken = await install('/nowhere/chromium')
  expect(await findChromium({ PATH: '/nowhere' }, broken)).toBeUndefined()
})

test('if it is missing, the error explains what to do', async () => {
  await expect(requireChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).rejects.toThrow(
    /at CHROMIUM_PATH \/nowhere\/chromium.*npm package @sparticuz\/chromium/,
  )
})
