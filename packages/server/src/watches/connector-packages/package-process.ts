import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { ConnectorPackage } from './load-packages.ts'

export type PackageLimits = {
  /** Milliseconds in which a call must answer, without the time of its visits. */
  callMilliseconds: number
  heapMebibytes: number
  /** Of the whole process, where the system tells. */
  residentMebibytes: number
  messageBytes: number
}

export const packageLimits: PackageLimits = {
  callMilliseconds: 20_000,
  heapMebibytes: 256,
  residentMebibytes: 768,
  messageBytes: 8 * 1024 * 1024,
}

export type Message = Record<string, unknown>

/** Why a process ended before it answered. */
export class PackageEnded extends Error {}

const memoryCheckMilliseconds = 200
const host = fileURLToPath(new URL('./package-host.ts', import.meta.url))

/**
 * A process that runs the connector of a package, with Node's permission model: it reads the package alone, writes
 * nothing, and starts no process, thread or native module. Where the system permits, it has a network of its own without
 * any interface.
 */
export class PackageProcess {
  private readonly child: ChildProcess
  private readonly channel: Duplex
  private readonly limits: PackageLimits
  private readonly watch: NodeJS.Timeout
  private readonly onMessage: (message: Message) => void
  private waiting: PromiseWithResolvers<Message> | undefined
  private timer: NodeJS.Timeout | undefined
  private lines: Buffer[] = []
  private bytes = 0
  private ended: PackageEnded | undefined

  constructor(
    { folder, entry }: ConnectorPackage,
    options: {
      limits: PackageLimits
      starter: readonly string[]
      onMessage: (message: Message) => void
    },
  ) {
    const { limits, starter, onMessage } = options
    this.limits = limits
    this.onMessage = onMessage
    const [program = process.execPath, ...more] = [
      ...starter,
      process.execPath,
      '--permission',
      `--allow-fs-read=${folder}/*`,
      `--allow-fs-read=${host}`,
      `--max-old-space-size=${limits.heapMebibytes}`,
      '--disable-proto=delete',
      '--no-warnings',
      host,
      pathToFileURL(entry).href,
      pathToFileURL(folder).href,
    ]
    // No variable of this process: they hold secrets.
    this.child = spawn(program, more, {
      env: {},
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    this.channel = this.child.stdio[3] as Duplex
    this.child.on('error', (error) => this.end(`it could not be started (${error.message})`))
    this.child.on('exit', (code, signal) => this.end(`it ended (${signal ?? String(code)})`))
    this.channel.on('error', () => undefined)
    this.channel.on('data', (chunk: Buffer) => this.receive(chunk))
    this.watch = setInterval(() => this.checkMemory(), memoryCheckMilliseconds).unref()
  }

  get isGone(): boolean {
    return this.ended !== undefined
  }

  /** Sends a call and waits for what the process answers. */
  async call(message: Message): Promise<Message> {
    if (this.ended !== undefined) throw this.ended
    this.waiting = Promise.withResolvers<Message>()
    this.send(message)
    this.resume()
    return this.waiting.promise
  }

  send(message: Message): void {
    this.channel.write(`${JSON.stringify(message)}\n`)
  }

  /** The time of visits is not that of the connector. */
  pause(): void {
    clearTimeout(this.timer)
  }

  resume(): void {
    clearTimeout(this.timer)
    const { callMilliseconds } = this.limits
    this.timer = setTimeout(
      () => this.end(`it gave no answer within ${callMilliseconds / 1000} seconds`),
      callMilliseconds,
    )
  }

  end(reason: string): void {
    if (this.ended !== undefined) return
    this.ended = new PackageEnded(reason)
    clearTimeout(this.timer)
    clearInterval(this.watch)
    this.lines = []
    this.channel.destroy()
    this.child.kill('SIGKILL')
    const { waiting } = this
    this.waiting = undefined
    waiting?.reject(this.ended)
  }

  private receive(chunk: Buffer): void {
    let from = 0
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      this.lines.push(chunk.subarray(from, to))
      const line = Buffer.concat(this.lines).toString('utf8')
      this.lines = []
      this.bytes = 0
      from = to + 1
      this.dispatch(line)
      if (this.isGone) return
    }
    this.lines.push(chunk.subarray(from))
    this.bytes += chunk.length - from
    if (this.bytes > this.limits.messageBytes) this.end('it sent too long a message')
  }

  private dispatch(line: string): void {
    let message: unknown
    try {
      message = line.length > this.limits.messageBytes ? undefined : JSON.parse(line)
    } catch {
      // It is no JSON.
    }
    if (typeof message !== 'object' || message === null || this.waiting === undefined) {
      this.end('it sent what it was not asked for')
      return
    }
    if ('ask' in message) {
      this.onMessage(message)
      return
    }
    clearTimeout(this.timer)
    const { waiting } = this
    this.waiting = undefined
    waiting.resolve(message as Message)
  }

  private checkMemory(): void {
    try {
      const status = readFileSync(`/proc/${String(this.child.pid)}/status`, 'latin1')
      const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
      if (kibibytes > this.limits.residentMebibytes * 1024) this.end('it used too much memory')
    } catch {
      // Only Linux tells; elsewhere the limit of the heap applies.
    }
  }
}
