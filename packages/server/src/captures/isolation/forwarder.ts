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

function fail(reason: string): never {
  process.stderr.write(`touchstone-isolation: ${reason}\n`)
  process.exit(70)
}

/** Gives up root for good, and takes along only what the browser writes to. */
function becomeUser(id: number): void {
  const sockets = [join(folder, 'proxy.sock'), join(folder, 'server.sock')]
  const places = [...sockets, folder, profile].filter((place) => place !== undefined)
  for (const place of places) chownSync(place, id, id)
  process.setgroups?.([])
  process.setgid?.(id)
  process.setuid?.(id)
  if (process.getuid?.() !== id || process.geteuid?.() !== id) fail('root could not be given up')
  demandAccess(program, constants.X_OK)
  for (const place of places) demandAccess(place, constants.R_OK | constants.W_OK)
}

function demandAccess(place: string, mode: number): void {
  try {
    accessSync(place, mode)
  } catch {
    fail(`${place} is open to root alone`)
  }
}

/** True where the browser's own sandbox can start, which root's browser never had. */
function canSandbox(): boolean {
  return spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status === 0
}

if (user !== '') {
  becomeUser(Number(user))
  if (!canSandbox()) browserArguments.push('--no-sandbox')
}

/** Ends everything in here, whatever state the browser is in, and leaves no profile behind. */
function endAll(): void {
  for (const place of [profile, folder]) {
    if (place !== undefined) rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  }
  process.kill(0, 'SIGKILL')
  process.exit(1)
}
const server = connect(join(folder, 'server.sock'))
server.on('error', endAll)
server.on('close', endAll)
server.resume()

const forwarder = createServer((inside) => {
  const outside = connect(join(folder, 'proxy.sock'))
  inside.pipe(outside)
  outside.pipe(inside)
  inside.on('error', () => outside.destroy())
  outside.on('error', () => inside.destroy())
  inside.on('close', () => outside.destroy())
  outside.on('close', () => inside.destroy())
})
forwarder.on('error', (error) => fail(error.message))
forwarder.listen(port, '127.0.0.1', () => {
  const visible = Object.entries(env).filter(([name]) => !name.startsWith('TOUCHSTONE_'))
  const browser = spawn(program, browserArguments, {
    stdio: ['ignore', 'inherit', 'inherit', 3, 4],
    env: Object.fromEntries(visible),
  })
  // The pipes are the browser's alone now, so that the server sees them end with it.
  closeSync(3)
  closeSync(4)
  browser.on('error', (error) => fail(error.message))
  browser.on('exit', (code) => process.exit(code ?? 1))
})
