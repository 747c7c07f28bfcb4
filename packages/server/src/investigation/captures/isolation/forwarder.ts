// The first process inside the browser's namespaces: starts the browser, and passes what it sends to the one
// port that answers there to the guarded proxy outside, over a socket in the file system.
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
const profile = browserArguments.find((one) => one.startsWith('--user-data-dir='))?.slice(16)
const sockets = [join(folder, 'proxy.sock'), join(folder, 'server.sock')] as const

/** Gives up root for good, and takes along only what the browser writes to. Says what is amiss. */
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

/** True where the browser's own sandbox can start, which root's browser never had. */
function canSandbox(): boolean {
  return spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0
}

/** Leaves no profile behind, also where the server that would remove it died. */
function removeFolders(): void {
  // In a process namespace of its own nothing else is there to be ended.
  if (process.pid === 1) endOthers()
  for (const place of [profile, folder]) {
    try {
      if (place !== undefined) rmSync(place, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // Something of the browser still writes there: the server removes it, if it lives.
    }
  }
}

function endOthers(): void {
  try {
    process.kill(-1, 'SIGKILL')
  } catch {
    // There are none.
  }
}

/** Ends everything in here, whatever state the browser is in. */
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
  // The pipes are the browser's alone now, so that the server sees them end with it.
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

// Open for as long as the server lives.
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
