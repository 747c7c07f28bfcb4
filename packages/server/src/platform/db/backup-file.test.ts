import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { embeddedStores } from '../../../test/engines.ts'
import type { StoreConfig } from '../config/index.ts'
import { draftNameOf } from './backup-drafts.ts'
import { backUpStore } from './backup.ts'
import { openStore } from './open-store.ts'
import { restoreStore } from './restore.ts'
import { sweepTemporaryStores } from './temporary-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-backup-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const embedded = embeddedStores()
let source: StoreConfig
beforeAll(async () => {
  source = embedded.next()
  const store = await openStore(source)
  await newOrganisation(store, 'one')
  await store.close()
})

const newFolder = (): string => mkdtempSync(join(folder, 'shared-'))

test('a file that someone else created under a predictable name receives nothing of a backup', async () => {
  const shared = newFolder()
  const file = join(shared, 'backup.gz')
  const victim = join(shared, 'victim')
  writeFileSync(victim, 'precious')
  symlinkSync(victim, `${file}.partial`)
  await backUpStore(source, file)
  expect(readFileSync(victim, 'utf8')).toBe('precious')
  expect(lstatSync(file).isFile()).toBe(true)
  expect([statSync(file).mode & 0o777, statSync(file).nlink]).toEqual([0o600, 1])
  expect(readdirSync(shared).toSorted()).toEqual(['backup.gz', 'backup.gz.partial', 'victim'])
})

test('a link under the name of the backup is refused, wherever it leads', async () => {
  const shared = newFolder()
  const file = join(shared, 'backup.gz')
  symlinkSync(join(shared, 'elsewhere'), file)
  await expect(backUpStore(source, file)).rejects.toThrow('already exists')
  expect(readdirSync(shared)).toEqual(['backup.gz'])
})

test('a backup with something behind its end is refused, whole', async () => {
  const file = join(newFolder(), 'backup.gz')
  await backUpStore(source, file)
  const whole = readFileSync(file)
  writeFileSync(file, Buffer.concat([whole, gzipSync('{"table":"people","columns":[]}\n')]))
  const target = embedded.next('empty')
  await expect(restoreStore(target, file)).rejects.toThrow('there is data after its last line')
  writeFileSync(file, whole)
  expect((await restoreStore(target, file)).rows).toBeGreaterThan(0)
})

/** Runs this in a process, with `module(name)` a module of this folder, until it is stopped. */
async function stopped(
  work: string,
  signal: 'SIGHUP' | 'SIGTERM' | 'SIGKILL',
  tmp: string,
): Promise<number> {
  const script = `
    const module = (name) => import(${JSON.stringify(import.meta.dirname)} + '/' + name)
    ${work}
    console.log('ready')
    setInterval(() => undefined, 1000)`
  const child = spawn(
    process.execPath,
    ['--conditions=touchstone-source', '--input-type=module', '-e', script],
    { env: { ...process.env, TMPDIR: tmp }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'close') as Promise<[number]>
  await Promise.race([once(child.stdout, 'data'), ended])
  child.kill(signal)
  return (await ended)[0]
}

test('an incomplete file is removed if the process is asked to stop', async () => {
  const shared = newFolder()
  const file = join(shared, 'backup.gz.0123.partial')
  const work = `
    const { removeOnStop } = await module('remove-on-stop.ts')
    const { writeFileSync } = await import('node:fs')
    removeOnStop(${JSON.stringify(file)})
    writeFileSync(${JSON.stringify(file)}, 'x')`
  expect(await stopped(work, 'SIGTERM', shared)).toBe(143)
  expect(await stopped(work, 'SIGHUP', shared)).toBe(129)
  expect(readdirSync(shared)).toEqual([])
})

test('a temporary copy of a store is removed with its process, or after it was killed', async () => {
  const shared = newFolder()
  const work = `
    const { withTemporaryStore } = await module('temporary-store.ts')
    const { lockFolder } = await module('folder-lock.ts')
    await new Promise((resolve) => {
      withTemporaryStore((dataDir) => {
        lockFolder(dataDir + '/store.lock')
        resolve()
        return new Promise(() => undefined)
      })
    })`
  expect(await stopped(work, 'SIGTERM', shared)).toBe(143)
  expect(readdirSync(shared)).toEqual([])
  await stopped(work, 'SIGKILL', shared)
  const [left = ''] = readdirSync(shared)
  expect(statSync(join(shared, left)).mode & 0o777).toBe(0o700)
  // One being written just now, and a file that only looks like a draft.
  mkdirSync(join(shared, 'touchstone-verify-abcdef'))
  symlinkSync(folder, join(shared, 'touchstone-verify-000000'))
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = shared
  try {
    sweepTemporaryStores()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  expect(readdirSync(shared).toSorted()).toEqual([
    'touchstone-verify-000000',
    'touchstone-verify-abcdef',
  ])
  expect(existsSync(folder)).toBe(true)
})

test('remains of a killed backup are removed by the next one in its folder, and nothing else is', async () => {
  const shared = newFolder()
  const file = join(shared, 'backup.gz')
  const work = `
    const { watch } = await import('node:fs')
    const { backUpStore } = await module('backup.ts')
    watch(${JSON.stringify(shared)}, () => process.kill(process.pid, 'SIGKILL'))
    await backUpStore(${JSON.stringify(source)}, ${JSON.stringify(file)})`
  await stopped(work, 'SIGKILL', shared)
  const [left = ''] = readdirSync(shared)
  expect(left).toMatch(/^backup\.gz\..*\.partial$/)
  const own = draftNameOf(file)
  const linked = left.replace(/\.[0-9a-f]{16}-/, '.0123456789abcdef-')
  // By a process elsewhere under the same host name, as in another container.
  const elsewhere = left.replace(/-[0-9a-f]{8}-(?=\d)/, '-00000000-')
  const unrelated = [basename(own), linked, 'backup.gz.mine.partial', elsewhere]
  symlinkSync(folder, join(shared, linked))
  for (const other of unrelated) {
    if (other !== linked) writeFileSync(join(shared, other), 'x')
  }
  writeFileSync(join(shared, left.replace('backup', 'backup-2026-11-01')), 'x')
  await backUpStore(source, file)
  expect(readdirSync(shared).toSorted()).toEqual(['backup.gz', ...unrelated].toSorted())

  // Killed between linking the final name and removing the draft: the data would outlive the backup.
  linkSync(file, join(shared, left))
  await expect(backUpStore(source, file)).rejects.toThrow('already exists')
  expect([existsSync(join(shared, left)), statSync(file).nlink]).toEqual([false, 1])
})
