import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'

/** Ended spans are published here; while nobody subscribes, none are made. */
export const spanChannel = 'touchstone:span-ended'

/** Of few fixed values, as with metrics: never an id, an address or a text by a person. */
export type SpanAttributes = Record<string, string | number>
export type SpanKind = 'internal' | 'server' | 'client'
type SpanOptions = { name: string; kind: SpanKind; attributes: SpanAttributes }

export type EndedSpan = SpanOptions & {
  traceId: string
  spanId: string
  parentId: string | undefined
  /** Milliseconds since 1970. */
  startedAt: number
  endedAt: number
  failed: boolean
}

type Span = {
  /** Runs work whose spans are parts of this one. */
  within<T>(work: () => T): T
  end(result?: { attributes?: SpanAttributes; failed?: boolean }): void
}

/** Kinds of hosts that the server calls. */
type HostKind =
  | 'mail-server'
  | 'picture-host'
  | 'timestamp-authority'
  | 'translation-service'
  | 'watched-site'
  | 'web-page'
  | 'webhook-receiver'

const ended = channel(spanChannel)
const current = new AsyncLocalStorage<{ traceId: string; spanId: string }>()
const now = (): number => performance.timeOrigin + performance.now()

/** Begins a span, as part of the one under way if there is one; nothing while no spans are recorded. */
export function beginSpan(options: SpanOptions): Span | undefined {
  if (!ended.hasSubscribers) return undefined
  const parent = current.getStore()
  const ids = {
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
  }
  const startedAt = now()
  return {
    within: (work) => current.run(ids, work),
    end: ({ attributes = {}, failed = false } = {}) => {
      const span: EndedSpan = {
        ...options,
        ...ids,
        attributes: { ...options.attributes, ...attributes },
        parentId: parent?.spanId,
        startedAt,
        endedAt: now(),
        failed,
      }
      ended.publish(span)
    },
  }
}

/** Runs work as a span, which fails if the work throws. */
export async function traced<T>(
  options: SpanOptions,
  work: () => Promise<T>,
  read: (result: T) => { attributes?: SpanAttributes; failed?: boolean } = () => ({}),
): Promise<T> {
  const span = beginSpan(options)
  if (span === undefined) return work()
  try {
    const result = await span.within(work)
    span.end(read(result))
    return result
  } catch (error) {
    const { name } = error instanceof Error ? error : { name: 'Error' }
    span.end({ attributes: { 'error.type': name }, failed: true })
    throw error
  }
}

/** Calls a host as a span that states the kind of host, and neither its name nor its address. */
export async function tracedCall<T extends object>(
  host: HostKind,
  call: () => Promise<T>,
): Promise<T> {
  const attributes = { 'touchstone.host.kind': host }
  return traced({ name: `call ${host}`, kind: 'client', attributes }, call, (result) => {
    const { ok, status } = result as { ok?: unknown; status?: unknown }
    const failed = ok === false
    if (typeof status !== 'number') return { failed }
    return { failed, attributes: { 'http.response.status_code': status } }
  })
}
