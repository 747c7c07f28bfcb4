import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { Socket } from 'node:net'

// The program of a process that runs the connector of one package. It imports nothing of Touchstone, so that the process
// need not be able to read it. All that it can reach is what the parent answers over descriptor 3.

type Message = Record<string, unknown>
type Page = {
  status: 'page' | 'absent' | 'unchanged'
  url: string
  headers: Record<string, string>
  body: string
}
type Asked = { ask: number; reading: unknown }

const [, , entry = '', folder = ''] = process.argv
const maxLine = 32 * 1024 * 1024
const { stringify, parse } = JSON
const bytesOf = Buffer.from.bind(Buffer)
const channel = new Socket({ fd: 3, readable: true, writable: true })

// Bound here, so that a connector that replaces the methods of texts changes none of the checks.
const startsWith: (text: string, start: string) => boolean = Function.prototype.call.bind(
  String.prototype.startsWith,
)
const endsWith: (text: string, end: string) => boolean = Function.prototype.call.bind(
  String.prototype.endsWith,
)
const FileUrl = URL
const pure: object = Object.freeze({
  __proto__: null,
  'node:buffer': true,
  'node:events': true,
  'node:path': true,
  'node:querystring': true,
  'node:stream': true,
  'node:string_decoder': true,
  'node:timers': true,
  'node:timers/promises': true,
  'node:url': true,
  'node:util': true,
})

/** Modules are files of the package, or of Node those that reach nothing. CommonJS would bring a loader of its own. */
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    if (startsWith(resolved.url, `${folder}/`) || resolved.url in pure) return resolved
    throw new Error(`a connector cannot load ${specifier}`)
  },
  load(url, context, next) {
    if (url in pure) return next(url, context)
    const format = endsWith(url, '.json') ? 'json' : 'module'
    return { format, source: readFileSync(new FileUrl(url), 'utf8'), shortCircuit: true }
  },
})

const exit = process.exit.bind(process)
const quiet = (): void => undefined
const globals = globalThis as Record<string, unknown>
for (const name of ['fetch', 'WebSocket', 'EventSource', 'navigator']) delete globals[name]
globals['console'] = Object.fromEntries(
  ['debug', 'error', 'info', 'log', 'trace', 'warn'].map((name) => [name, quiet]),
)
// Libraries look for variables here. The real one could end other processes and bind native modules.
Object.defineProperty(globals, 'process', {
  value: Object.freeze({ env: Object.freeze({}), nextTick: queueMicrotask }),
})

channel.on('error', () => exit(0))
channel.on('close', () => exit(0))

function send(message: Message): void {
  channel.write(`${stringify(message)}\n`)
}

const asked = new Map<number, PromiseWithResolvers<Page>>()
/** What was read from a visit, by which the parent finds the visit that it made itself. */
const visits = new WeakMap<object, Asked>()
const errors = new WeakMap<object, number>()
let asks = 0

async function visit(page: Message, read: (page: Message) => Promise<unknown>): Promise<Message> {
  const ask = ++asks
  const answer = Promise.withResolvers<Page>()
  asked.set(ask, answer)
  send({ ask, page: { url: page['url'], accept: page['accept'], bytes: page['bytes'] } })
  const { status, url, headers, body } = await answer.promise
  const visited: Message = { kind: status, url }
  let reading: unknown
  if (status === 'page') {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield bytesOf(body, 'base64')
    }
    const header = (name: string): string => headers[String(name).toLowerCase()] ?? ''
    reading = await read({ url, header, body: chunks() })
    visited['value'] = reading
  }
  visits.set(visited, { ask, reading })
  return visited
}

function toAsked(visited: unknown): Message | undefined {
  const known = visits.get(Object(visited) as object)
  if (known === undefined) return undefined
  // The connector may have added to what it read.
  const { value } = Object(visited) as Message
  return { ask: known.ask, reading: value ?? known.reading }
}

type Connector = {
  search(site: Message): AsyncIterable<Message>
  visit(site: Message, url: string): Promise<unknown>
}

let connector: Connector | undefined
let search: AsyncIterator<Message> | undefined

async function answerCall(message: Message): Promise<Message> {
  connector ??= ((await import(entry)) as { connector: Connector }).connector
  const site = { ...(message['site'] as Message), visit }
  if (message['call'] === 'visit') {
    return { visited: toAsked(await connector.visit(site, String(message['url']))) }
  }
  search ??= connector.search(site)[Symbol.asyncIterator]()
  const step = await search.next()
  if (step.done === true) return { end: true }
  const { url, lastmod, isSitemap, visited } = step.value
  return { found: { url, lastmod, isSitemap, visited: toAsked(visited) } }
}

function onMessage(message: Message): void {
  const { ask } = message
  if (typeof ask === 'number') {
    const answer = asked.get(ask)
    asked.delete(ask)
    if (message['error'] === undefined) return answer?.resolve(message as unknown as Page)
    const { kind, text } = message['error'] as Message
    const error = Object.assign(new Error(String(text)), { kind })
    errors.set(error, ask)
    return answer?.reject(error)
  }
  const { id } = message
  answerCall(message).then(
    (answer) => send({ id, ...answer }),
    (error: unknown) => {
      const { kind, message: text } = Object(error) as Message
      const of = errors.get(Object(error) as object)
      send({ id, error: { kind: String(kind), text: String(text).slice(0, 500), ask: of } })
    },
  )
}

let rest = ''
channel.setEncoding('utf8')
channel.on('data', (chunk: string) => {
  const lines = `${rest}${chunk}`.split('\n')
  rest = lines.pop() ?? ''
  if (rest.length > maxLine) exit(1)
  for (const line of lines) onMessage(parse(line) as Message)
})
