import { execFile } from 'node:child_process'
import { access, constants, rm, statfs, writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Check } from './check-result.ts'
import type { Config } from './config.ts'
import { makeFolder } from './make-folder.ts'
import { checkKeys } from './check-installation-keys.ts'
import { portProblem } from './check-port.ts'
import type { ProgramIo } from './program-io.ts'

const needed = { node: [22, 18], memoryMiB: 512, diskMiB: 500 } as const

/** Checks Touchstone's requirements of this machine one by one. */
export async function* checkSystem(io: ProgramIo, config: Config): AsyncGenerator<Check> {
  yield checkNode(process.versions.node)
  yield checkMemory()
  yield { name: 'processors', state: 'ok', message: `${availableParallelism()} for this program` }
  yield await checkDataDir(config.dataDir)
  yield await checkKeys(io)
  yield await checkPictures(io.env)
  yield* checkBucket(io.env)
  yield await checkPort(config.host, config.port)
  yield checkPublicUrl(config.host, io.env['PUBLIC_URL'])
  yield await checkEngine()
  yield await checkSamples()
  yield* checkChromium(io.env['PATH'], config)
  yield await checkFonts()
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [least, leastMinor] = needed.node
  const fits = major > least || (major === least && minor >= leastMinor)
  const remedy = fits ? '' : `: install Node ${least}.${leastMinor} or newer, or run it through npm`
  return { name: 'Node.js', state: fits ? 'ok' : 'bad', message: version + remedy }
}

function checkMemory(): Check {
  // 0 or more than the machine's memory means that no limit is set.
  const limit = process.constrainedMemory()
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem()
  const mebibytes = Math.floor(bytes / 1024 / 1024)
  const fits = mebibytes >= needed.memoryMiB
  const remedy = fits ? '' : `: at least ${needed.memoryMiB} MiB are needed; provide more`
  return { name: 'memory', state: fits ? 'ok' : 'bad', message: `${mebibytes} MiB${remedy}` }
}

async function checkDataDir(dataDir: string): Promise<Check> {
  const name = 'DATA_DIR'
  const probe = join(dataDir, `.probe-${process.pid}`)
  try {
    await makeFolder(dataDir)
    const { dataDirProblem } = await import('@touchstone/server')
    const problem = dataDirProblem(dataDir, { levels: Infinity })
    if (problem !== undefined) return { name, state: 'bad', message: problem }
    await writeFile(probe, 'probe')
    await rm(probe)
    const { bavail, bsize } = await statfs(dataDir)
    const free = Math.floor((bavail * bsize) / 1024 / 1024)
    if (free < needed.diskMiB) {
      const message = `${dataDir} has ${free} MiB free: make room, or set DATA_DIR to another disk`
      return { name, state: 'bad', message }
    }
    const message = `${dataDir} can be written by this user alone, ${free} MiB free`
    return { name, state: 'ok', message }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const message = `${dataDir} cannot be written (${code}): set DATA_DIR to a folder that can`
    return { name, state: 'bad', message }
  }
}

/** Where pictures are stored, and whether all server processes use the same place. */
export async function checkPictures(env: ProgramIo['env']): Promise<Check> {
  const name = 'pictures'
  const { readServerConfig } = await import('@touchstone/server')
  try {
    const { blobs, dataDir, store } = readServerConfig(env)
    const folder = join(dataDir, 'pictures')
    if (blobs !== undefined) {
      const message = `in the bucket, under ${blobs.url.replace(/(?<!\/)\/+$/, '')}/pictures; ${folder} has what this machine fetched`
      return { name, state: 'ok', message }
    }
    if (store.engine === 'embedded') return { name, state: 'ok', message: `in ${folder}` }
    const message = `in ${folder}, on this machine alone: before a second server process on another machine uses this PostgreSQL, set BLOBS_URL, otherwise each lacks the pictures of the other`
    return { name, state: 'note', message }
  } catch (error) {
    return { name, state: 'bad', message: (error as Error).message }
  }
}

/** Whether objects can be written to the bucket, read and deleted. */
export async function* checkBucket(env: ProgramIo['env']): AsyncGenerator<Check> {
  const name = 'bucket'
  const { probeBucket, readServerConfig } = await import('@touchstone/server')
  try {
    const { blobs } = readServerConfig(env)
    if (blobs === undefined) return
    await probeBucket(blobs)
    yield { name, state: 'ok', message: 'stored, read and deleted an object' }
  } catch (error) {
    yield { name, state: 'bad', message: (error as Error).message }
  }
}

async function checkPort(host: string, port: number): Promise<Check> {
  const problem = await portProblem(host, port)
  if (problem !== undefined && (await isServing(host, port)))
    return { name: 'PORT', state: 'ok', message: `Touchstone serves ${port} on ${host}` }
  const message = problem ?? `${port} on ${host} is free`
  return { name: 'PORT', state: problem === undefined ? 'ok' : 'bad', message }
}

/** Whether a running server has the port, which is as it should be. */
async function isServing(host: string, port: number): Promise<boolean> {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host
  try {
    const signal = AbortSignal.timeout(2000)
    const response = await fetch(`http://${reached}:${port}/ready`, { signal, redirect: 'error' })
    const { engine } = (await response.json()) as { engine?: unknown }
    return typeof engine === 'string' && engine.startsWith('recognition@')
  } catch {
    return false
  }
}

/** The host names under which browsers may call the server. */
export function checkPublicUrl(host: string, publicUrl = ''): Check {
  const name = 'PUBLIC_URL'
  if (publicUrl !== '') return { name, state: 'ok', message: publicUrl }
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)
  const message =
    'not set: browsers can use the server only as localhost or an address of this machine'
  return isLoopback
    ? { name, state: 'ok', message }
    : { name, state: 'note', message: `${message}; set it if browsers use a host name` }
}

async function checkEngine(): Promise<Check> {
  const name = 'engine'
  try {
    const started = performance.now()
    const { compile } = await import('@touchstone/recognition')
    const loaded = performance.now()
    const screener = compile({ brands: [] }, { starterPack: true })
    const compiled = performance.now()
    screener.screen({ id: 'probe', title: 'A plain cotton shirt' })
    const times = `loaded in ${Math.round(loaded - started)} ms, compiled in ${Math.round(compiled - loaded)} ms`
    const message = `${screener.engine}: lexicons, vocabulary and starter pack ${times}`
    return { name, state: 'ok', message }
  } catch (error) {
    const message = `does not start (${(error as Error).message}): run npm ci, or get a fresh copy`
    return { name, state: 'bad', message }
  }
}

async function checkSamples(): Promise<Check> {
  const path = fileURLToPath(new URL('../../../samples/listings.ndjson', import.meta.url))
  const there = await isThere(path)
  const message = there ? 'there' : `${path} is missing: the sample alliance needs it`
  return { name: 'sample listings', state: there ? 'ok' : 'note', message }
}

async function* checkChromium(
  path: string | undefined,
  { chromiumPath: named, isolationRequired }: Pick<Config, 'chromiumPath' | 'isolationRequired'>,
): AsyncGenerator<Check> {
  const { findChromium } = await import('@touchstone/server')
  const chromium = await findChromium({ CHROMIUM_PATH: named, PATH: path })
  if (chromium !== undefined) {
    yield { name: 'Chromium', state: 'ok', message: chromium }
    yield await checkCaptureIsolation(chromium, isolationRequired)
    return
  }
  const where = named === undefined ? 'not on PATH' : `CHROMIUM_PATH ${named} is not a program`
  const message = `${where}; captures and rehearsals need it: apt-get install chromium`
  yield { name: 'Chromium', state: 'note', message }
}

async function checkCaptureIsolation(chromium: string, required: boolean): Promise<Check> {
  const name = 'capture isolation'
  const { checkIsolation } = await import('@touchstone/server')
  try {
    const { shortfall, fix } = await checkIsolation(chromium)
    if (shortfall === undefined) {
      const message = 'network namespace: Chromium reaches the guarded proxy and nothing else'
      return { name, state: 'ok', message }
    }
    const effect = required
      ? 'captures are refused because CAPTURE_ISOLATION=required'
      : 'only its settings restrict Chromium to the guarded proxy'
    const message = `no network namespace (${shortfall}), so ${effect}. To allow one: ${fix}`
    return { name, state: required ? 'bad' : 'note', message }
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n')
    const message = `Chromium does not start (${reason}): run ${chromium} --headless to see why`
    return { name, state: 'bad', message }
  }
}

const fontFamilies = ['Noto Sans CJK', 'Noto Sans Thai', 'Noto Color Emoji']

async function checkFonts(): Promise<Check> {
  const name = 'Noto fonts'
  const remedy = 'apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji'
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':', 'family'])
    const missing = fontFamilies.filter((family) => !stdout.includes(family))
    if (missing.length === 0) return { name, state: 'ok', message: fontFamilies.join(', ') }
    const message = `${missing.join(', ')} missing; captures would show empty boxes: ${remedy}`
    return { name, state: 'note', message }
  } catch {
    return { name, state: 'note', message: `unknown because fc-list is missing: ${remedy}` }
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
}
