import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'touchstone-lock-')), 'store.lock')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

function leaveTicket(holder: Record<string, unknown> | string, name = '1'): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder))
  return path
}

/** This process's ticket. */
function ownTicket(): Record<string, unknown> {
  const lock = lockFolder(folder)
  const [name] = readdirSync(folder)
  const ticket = JSON.parse(readFileSync(join(folder, name!), 'utf8')) as Record<string, unknown>
  lock.release()
  rmSync(folder, { recursive: true })
  return ticket
}

test('a second opener is refused, naming the process that has the lock, until it is released', () => {
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}: stop it first`)
  lock.release()
  lockFolder(folder).release()
})

test('the lock of a killed process is taken over', async () => {
  const child = spawn(
    process.execPath,
    [
      '--conditions=touchstone-source',
      '--input-type=module',
      '--eval',
      `import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))}
       lockFolder(${JSON.stringify(folder)})
       process.stdout.write('held')
       setInterval(() => 0, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  expect(() => lockFolder(folder)).toThrow(`in use by process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockFolder(folder).release()
})

test('a process with the recycled number of a dead one does not have its lock', () => {
  leaveTicket({ ...ownTicket(), started: 'earlier' })
  lockFolder(folder).release()
})

test('a process of another machine has it as long as it shows signs of life', () => {
  const path = leaveTicket({ ...ownTicket(), host: 'another', pid: 4_000_000 })
  const now = Date.now()
  utimesSync(path, now / 1000, now / 1000)
  expect(() => lockFolder(folder, () => now + 50_000)).toThrow('on another: stop it first')
  lockFolder(folder, () => now + 61_000).release()
})

test('an unreadable ticket is no lock', () => {
  leaveTicket('{"pid":')
  lockFolder(folder).release()
})

test('the highest ticket has the lock, whatever is below it', () => {
  const ticket = ownTicket()
  leaveTicket({ ...ticket, started: 'earlier' }, '3')
  leaveTicket(ticket, '7')
  expect(() => lockFolder(folder)).toThrow('in use')
})

test('of many that find the same stale lock exactly one takes it over', async () => {
  leaveTicket({ ...ownTicket(), started: 'earlier' })
  const script = `
    import { lockFolder } from ${JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'))}
    process.on('message', () => {
      try { lockFolder(${JSON.stringify(folder)}); process.send('got') }
      catch { process.send('refused') }
    })
    process.send('ready')`
  const children = Array.from({ length: 6 }, () =>
    spawn(
      process.execPath,
      ['--conditions=touchstone-source', '--input-type=module', '--eval', script],
      { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    ),
  )
  await Promise.all(children.map((child) => once(child, 'message')))
  const answers = await Promise.all(
    children.map(async (child) => {
      const answer = once(child, 'message')
      child.send('go')
      return ((await answer) as string[])[0]
    }),
  )
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(
    children.map(async (child) => {
      if (child.signalCode === null) await once(child, 'exit')
    }),
  )
  expect(answers.filter((answer) => answer === 'got')).toHaveLength(1)
})
