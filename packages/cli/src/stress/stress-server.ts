import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { TouchstoneError } from '@touchstone/contract'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import type { HttpCalls } from './http-calls.ts'

const MEBIBYTE = 1024 * 1024
const SAMPLE_MILLISECONDS = 1000

/** Who calls the server during the test: programs and people of one marketplace. */
export interface Callers {
  /** Header of an API key that submits listings and reads the queue. */
  authorization: string
  /** Headers of the session of an analyst, who requests captures and creates watches. */
  analyst: Record<string, string>
}

/** A server of its own for a stress test, in a process of its own, with a new store. */
export class StressServer {
  readonly url: string
  private readonly child: ReturnType<typeof spawn>
  private readonly ended: Promise<unknown>
  private readonly io: ProgramIo
  private readonly metricsToken: string
  private peakBytes = 0
  private sampling: NodeJS.Timeout | undefined

  private constructor(options: {
    url: string
    child: ReturnType<typeof spawn>
    ended: Promise<unknown>
    io: ProgramIo
    metricsToken: string
  }) {
    this.url = options.url
    this.child = options.child
    this.ended = options.ended
    this.io = options.io
    this.metricsToken = options.metricsToken
  }

  /**
   * Starts the program that runs now as a server with its store in a new folder, or in the empty database at
   * DATABASE_URL, without limits of requests.
   * @throws {TouchstoneError} if the database is not empty, or the server does not start
   */
  static async start(io: ProgramIo, folder: string): Promise<StressServer> {
    const metricsToken = randomBytes(24).toString('hex')
    const env = {
      ...io.env,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: '',
      LOG_LEVEL: io.env['LOG_LEVEL'] || 'error',
      METRICS_TOKEN: metricsToken,
      RATE_LIMIT: '0',
      UNFINISHED_PER_ADDRESS: '0',
    }
    const ownIo = Object.assign(Object.create(io) as ProgramIo, { env })
    await requireEmptyDatabase(ownIo)
    const [command, ...args] = io.program
    const child = spawn(command, [...args, 'serve'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let log = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000)
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, address] = /^Touchstone listens at (\S+)$/.exec(line) ?? []
        if (address !== undefined) resolve(address)
      })
      void ended.then(() => reject(doesNotStart(log)))
      child.once('error', (error) => reject(doesNotStart(error.message)))
    })
    return new StressServer({ url, child, ended, io: ownIo, metricsToken })
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }

  /** Creates a marketplace with an API key and an analyst, who signs in. */
  async createCallers(calls: HttpCalls): Promise<Callers> {
    const { io } = this
    const organisation = 'stress-market'
    await operate(io, 'organisations.create', {
      kind: 'marketplace',
      slug: organisation,
      name: 'Stress test',
    })
    const { text } = await operate(io, 'keys.create', {
      organisation,
      scopes: ['listings:read', 'listings:write'],
    })
    const email = 'analyst@stress.example'
    const { token } = await operate(io, 'users.invite', {
      organisation,
      email,
      roles: ['analyst'],
    })
    const password = randomBytes(18).toString('base64url')
    const origin = { origin: this.url }
    const person = { token, name: 'Analyst', password, locale: 'en' }
    await calls.post('/api/v1/invitation-acceptances', origin, person)
    const signedIn = await calls.post('/api/v1/session', origin, { email, password })
    const cookies = [signedIn.headers['set-cookie'] ?? []].flat()
    const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ')
    return { authorization: `Bearer ${text}`, analyst: { cookie, ...origin } }
  }

  /** Notes the largest memory from now on: that of the start is left out. */
  watchMemory(calls: HttpCalls): void {
    this.sampling = setInterval(() => void this.sample(calls), SAMPLE_MILLISECONDS)
  }

  /** Processor seconds since its start; the largest memory in mebibytes since `watchMemory`. */
  async usage(calls: HttpCalls): Promise<{ processorSeconds: number; mebibytes: number }> {
    const text = await this.sample(calls)
    return {
      processorSeconds: figureIn(text, 'process_cpu_seconds_total'),
      mebibytes: this.peakBytes / MEBIBYTE,
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.sampling)
    this.child.kill('SIGTERM')
    await this.ended
  }

  private async sample(calls: HttpCalls): Promise<string> {
    const headers = { authorization: `Bearer ${this.metricsToken}` }
    const answer = await calls
      .call({ method: 'GET', path: '/metrics', headers })
      // A server that does not answer shows in the figures of the loads.
      .catch(() => undefined)
    if (answer === undefined) return ''
    this.peakBytes = Math.max(
      this.peakBytes,
      figureIn(answer.text, 'process_resident_memory_bytes'),
    )
    return answer.text
  }
}

function figureIn(metrics: string, name: string): number {
  return Number(new RegExp(`^${name} ([0-9.e+-]+)$`, 'm').exec(metrics)?.[1] ?? NaN)
}

/** What is written stays in the database: it must have been made for this. */
async function requireEmptyDatabase(io: ProgramIo): Promise<void> {
  if (!io.env['DATABASE_URL']) return
  const { applied } = await operate(io, 'db.status', {})
  if (applied.length === 0) return
  throw new TouchstoneError({
    code: 'bad-configuration',
    message:
      'The database at DATABASE_URL is not empty. A stress test writes invented listings: create a database for it.',
  })
}

function doesNotStart(log: string): TouchstoneError {
  return new TouchstoneError({
    code: 'bad-configuration',
    message: `The server of the stress test did not start:\n${log.trim()}`,
  })
}
