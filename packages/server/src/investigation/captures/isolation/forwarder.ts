// The first process in the browser's namespaces: starts the browser, and forwards one port to the guarded proxy
// outside through a socket in the file system.
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, chownSync, closeSync, constants, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

const { env } = process
const folder = env['TOUCHSTONE_ISOLATION_FOLDER'] ?? ''
const port = Number(env['TOUCHSTONE_PROXY_PORT'])
const user = env['TOUCHSTONE_BROWSER_USER'] ?? ''
const program = env['TOUCHSTONE_BROWSER'] ?? ''
const browserArguments = process.argv.slice(2)
const profile = browserArguments
  .find((argument) => argument.startsWith('--user-data-dir='))
  ?.slice(16)
const sockets = [join(folder, 'proxy.sock'), join(folder, 'server.sock')] as const

/** Drops root for good, and hands over the browser's folders. Returns the error, if any. */
function becomeUser(id: number): string | undefined {
  const places = [...sockets, folder, profile].filter((place) => place !== undefined)
  for (const place of places) chownSync(place, id, id)
  process.setgroups?.([])
  process.setgid?.(id)
  process.setuid?.(id)
  if (process.getuid?.() !== id || process.geteuid?.() !== id) return 'root could not be dropped'
  const closed = places.find((place) => !mayAccess(place, constants.R_OK | constants.W_OK))
  if (closed !== undefined) return `${closed} is accessible to root only`
  return mayAccess(program, constants.X_OK) ? undefined : `${program} is accessible to root only`
}

function mayAccess(place: string, mode: number): boolean {
  try {
    accessSync(place, mode)
    return true
  } catch {
    return false
  }
}

/** True if the browser's own sandbox can start, which it cannot as root. */
function canSandbox(): boolean {
  return spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0
}

/** Removes the profile, also if the server that would do so has died. */
function removeFolders(): void {
  // In its own process namespace there is nothing else to end.
  if (process.pid === 1) endOthers()
  for (const place of [profile, folder]) {
    try {
      if (place !== undefined) rmSync(place, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // The browser is still writing there: the server removes it, if alive.
    }
  }
}

function endOthers(): void {
  try {
    process.kill(-1, 'SIGKILL')
  } catch {
    // There are no other processes.
  }
}

/** Ends everything in the namespace, whatever state the browser is in. */
function endAll(): void {
  removeFolders()
  process.kill(0, 'SIGKILL')
  process.exit(1)
}

function startBrowser(): void {
  const visible = Object.entries(env).filter(([name]) => !name.startsWith('TOUCHSTONE_'))
  const browser = spawn(program, browserArguments, {
    stdio: ['ignore', 'inherit', 'inherit', 3, 4],
    env: Object.fromEntries(visible),
  })
  // Only the browser holds the pipes now, so that the server sees them close with it.
  closeSync(3)
  closeSync(4)
  browser.on('error', (error) => fail(error.message))
  browser.on('exit', (code) => {
    removeFolders()
    process.exit(code ?? 1)
  })
}

const forwarder = createServer((inside) => {
  const outside = connect(sockets[0])
  inside.pipe(outside)
  outside.pipe(inside)
  inside.on('error', () => outside.destroy())
  outside.on('error', () => inside.destroy())
  inside.on('close', () => outside.destroy())
  outside.on('close', () => inside.destroy())
})

// Open while the server lives.
const server = connect(sockets[1])
server.on('error', endAll)
server.on('close', endAll)
server.resume()

function fail(reason: string): void {
  server.off('close', endAll)
  server.end(`failed ${reason}\n`, () => process.exit(70))
}

server.once('connect', () => {
  const amiss = user === '' ? undefined : becomeUser(Number(user))
  if (amiss !== undefined) return fail(amiss)
  if (user !== '' && !canSandbox()) browserArguments.push('--no-sandbox')
  forwarder.on('error', (error) => fail(error.message))
  forwarder.listen(port, '127.0.0.1', () => {
    server.write('started\n')
    startBrowser()
  })
})
