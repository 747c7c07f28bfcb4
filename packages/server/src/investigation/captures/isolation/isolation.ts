import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CaptureIsolation } from '../../../platform/config/index.ts'
import { AppError } from '../../../platform/errors/index.ts'
import { chooseBrowserUser } from './browser-user.ts'

export type Namespace = {
  /** Program started in the browser's place, with the browser's arguments. */
  starter: string
  env: Record<string, string>
  /** The browser's own folder, beside its profile. */
  folder: string
  /** Socket for the guarded proxy to listen on. */
  proxySocket: string
  /** The proxy's address inside. */
  proxyUrl: string
  /** Why a browser failed to start, if the namespace is the reason. */
  shortfall: (error: unknown) => Promise<Shortfall | undefined>
  close: () => Promise<void>
}

// Any port is free in a network without other processes.
const port = 3128
/** Length limit of a socket's path (unix(7)), less the longest that Chromium appends. */
const mostSocketPath = 107
const longestSocket = 'org.chromium.Chromium.scoped_dir.XXXXXX/SingletonSocket'

/**
 * The arguments for starting a browser in its own namespaces: its network has only a loopback interface and, with
 * `processes`, everything ends with its first process. Root starts it as an unused user; others in a user namespace,
 * without capabilities.
 */
export async function openNamespace(options: {
  program: string
  processes: boolean
}): Promise<Namespace> {
  const root = process.getuid?.() === 0
  const folder = await makeFolder()
  const server = await listen(join(folder, 'server.sock'))
  const namespaces = [
    '--net',
    ...(root ? [] : ['--user', '--map-current-user', '--keep-caps']),
    ...(options.processes ? ['--pid', '--mount-proc'] : []),
    // Needed without a process namespace too: the child has to end with its parent.
    '--fork',
    '--kill-child',
  ]
  return {
    starter: fileURLToPath(new URL('start-isolated.sh', import.meta.url)),
    env: {
      ...browserEnvironment(process.env),
      HOME: folder,
      TMPDIR: folder,
      TOUCHSTONE_NAMESPACES: namespaces.join(' '),
      TOUCHSTONE_NODE: process.execPath,
      TOUCHSTONE_FORWARDER: fileURLToPath(new URL('./forwarder.ts', import.meta.url)),
      TOUCHSTONE_ISOLATION_FOLDER: folder,
      TOUCHSTONE_PROXY_PORT: String(port),
      TOUCHSTONE_BROWSER: options.program,
      TOUCHSTONE_BROWSER_USER: root ? String(chooseBrowserUser()) : '',
    },
    folder,
    proxySocket: join(folder, 'proxy.sock'),
    proxyUrl: `http://127.0.0.1:${port}`,
    shortfall: async (error) =>
      shortfallOf(error instanceof Error ? error.message : String(error), await server.output()),
    close: async () => {
      server.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A folder only its owner can enter. A socket's path has to be short. */
async function makeFolder(): Promise<string> {
  const name = 'touchstone-browser-'
  const longest = join(tmpdir(), `${name}XXXXXX`, longestSocket)
  const folder = await mkdtemp(join(longest.length > mostSocketPath ? '/tmp' : tmpdir(), name))
  await chmod(folder, 0o700)
  return folder
}

type Listening = {
  /** The forwarder's output up to its end. */
  output: () => Promise<string>
  close: () => void
}

/** The forwarder stays connected, and ends the browser when this process dies. */
async function listen(path: string): Promise<Listening> {
  const open = new Set<Socket>()
  let output = ''
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('data', (chunk) => (output = (output + chunk.toString()).slice(0, 1000)))
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    output: async () => {
      // Its end may be known before its last output was read.
      for (let turn = 0; turn < 10 && (open.size > 0 || output === ''); turn++) await sleep(10)
      return output
    },
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

const visible =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|TZ|LANG|LANGUAGE|LC_.*|LD_LIBRARY_PATH|FONTCONFIG_.*|XDG_.*_DIRS?|CHROME_DEVEL_SANDBOX|CHROMIUM_FLAGS)$/

/** The part of the server's environment that a browser may see: no secrets, and no desktop sockets. */
export function browserEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const pairs = Object.entries(env).filter(
    (pair): pair is [string, string] => visible.test(pair[0]) && pair[1] !== undefined,
  )
  return Object.fromEntries(pairs.filter(([name]) => name !== 'XDG_RUNTIME_DIR'))
}

export type Shortfall = { reason: string; onlyProcesses: boolean }

/**
 * Why a browser did not start, if namespaces are the reason. `output` is that of the forwarder, `text` the error with
 * the browser's output, which may be cut.
 */
export function shortfallOf(text: string, output: string): Shortfall | undefined {
  const shortfall = (reason: string, onlyProcesses = false) => ({ reason, onlyProcesses })
  const failure = /^failed (.+)/m.exec(output)?.[1]
  if (failure !== undefined) return shortfall(failure)
  if (output !== '') {
    return /No usable sandbox|Failed to move to new namespace/.test(text)
      ? shortfall('Chromium’s sandbox does not start in one')
      : undefined
  }
  const own = /(?:^|\[err\] )(?:touchstone-isolation|unshare): (.+)/m.exec(text)?.[1]?.trim()
  if (own !== undefined) return shortfall(own, own.includes('/proc'))
  const lines = text.split('\n')
  if (lines.some((line) => line.includes('start-isolated.sh: ') && line.includes('not found'))) {
    return shortfall('the program unshare is missing')
  }
  if (/start-isolated\.sh EACCES/.test(text)) {
    return shortfall('start-isolated.sh is not executable')
  }
  return shortfall('it could not be set up')
}

/** Refuses a capture without a namespace if the operator requires one. */
export function requireIsolation(isolation: CaptureIsolation, shortfall: string): void {
  if (isolation === 'when-possible') return
  throw new AppError({
    code: 'bad-configuration',
    message: `The capture browser gets no network namespace of its own (${shortfall}), but CAPTURE_ISOLATION=required demands one. Run touchstone doctor to see how to allow it on this machine.`,
  })
}
