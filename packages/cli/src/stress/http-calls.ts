import { Agent, request } from 'node:http'

export interface Call {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  /** JSON, or NDJSON with its own content type. */
  body?: string
}

export interface Answer {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
}

/** More connections than this wait in this process, as a proxy would let them. */
const MOST_CONNECTIONS = 512

/**
 * Calls one server over connections that stay open. Node's `fetch` takes more processor time than the server, which
 * runs on the same machine.
 */
export class HttpCalls {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS })
  private readonly url: string
  private readonly signal: AbortSignal

  /** @param signal ends calls that are unanswered */
  constructor(url: string, signal: AbortSignal) {
    this.url = url
    this.signal = signal
  }

  /** @throws {Error} if no answer comes, or one without success: its message says which */
  async call(call: Call): Promise<Answer> {
    const answer = await this.send(call)
    if (answer.status >= 200 && answer.status < 300) return answer
    throw new Error(`answered with ${answer.status} ${codeIn(answer.text)}`.trimEnd())
  }

  /** Posts a value as JSON. */
  post(path: string, headers: Record<string, string>, value: unknown): Promise<Answer> {
    return this.call({ method: 'POST', path, headers, body: JSON.stringify(value) })
  }

  close(): void {
    this.agent.destroy()
  }

  private send({ method, path, headers = {}, body }: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.url),
        {
          agent: this.agent,
          method,
          signal: this.signal,
          headers: {
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(body),
            }),
            ...headers,
          },
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', () => reject(new Error('the answer broke off')))
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          )
        },
      )
      sent.on('error', (error: NodeJS.ErrnoException) =>
        reject(new Error(this.signal.aborted ? 'not answered' : `no answer (${error.code})`)),
      )
      sent.end(body)
    })
  }
}

/** The code of a problem (RFC 9457), if the text is one. */
function codeIn(text: string): string {
  return /"code":"([a-z-]{1,60})"/.exec(text)?.[1] ?? ''
}
