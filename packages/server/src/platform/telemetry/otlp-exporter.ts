import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TracesConfig } from '../config/index.ts'
import { post } from '../outbound/index.ts'
import { spanChannel, type EndedSpan, type SpanAttributes, type SpanKind } from './spans.ts'

type ExporterOptions = TracesConfig & {
  version: string
  /** Called once when spans cannot be sent, and again only after some could be. */
  onFault: (error: unknown) => void
  everyMs?: number
}

const maxWaiting = 4096
const batchSize = 512
/** As OTLP numbers them. */
const kinds: Record<SpanKind, number> = { internal: 1, server: 2, client: 3 }

/** Sends ended spans to a collector by OTLP over HTTP, in JSON. Spans that it does not take are lost. */
export function startOtlpExporter(options: ExporterOptions): { close(): Promise<void> } {
  const { endpoint, headers, ratio, onFault, everyMs = 5000 } = options
  const url = new URL(`${endpoint.href.replace(/\/$/, '')}/v1/traces`)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  let waiting: EndedSpan[] = []
  let sending: Promise<void> | undefined
  let isFailing = false

  const onEnded = (message: unknown): void => {
    const span = message as EndedSpan
    // All spans of a trace are kept, or none.
    if (Number.parseInt(span.traceId.slice(0, 8), 16) >= ratio * 2 ** 32) return
    if (waiting.length < maxWaiting) waiting.push(span)
    if (waiting.length >= batchSize) void flush()
  }

  async function flush(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = undefined
    })
    await sending
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize)
      waiting = waiting.slice(batchSize)
      const result = await post(url.href, {
        headers: { ...headers.reveal(), 'content-type': 'application/json' },
        body: JSON.stringify(toRequest(batch, options)),
        allow: [{ host: url.hostname, port }],
      })
      const problem = !result.ok
        ? result.message
        : result.status >= 300
          ? `it responded with status ${result.status}`
          : undefined
      if (problem !== undefined && !isFailing) onFault(new Error(problem))
      isFailing = problem !== undefined
    }
  }

  subscribe(spanChannel, onEnded)
  const timer = setInterval(() => void flush(), everyMs).unref()
  return {
    close: async () => {
      unsubscribe(spanChannel, onEnded)
      clearInterval(timer)
      await sending
      await flush()
    },
  }
}

function toRequest(
  spans: readonly EndedSpan[],
  { serviceName, version }: Pick<ExporterOptions, 'serviceName' | 'version'>,
): unknown {
  return {
    resourceSpans: [
      {
        resource: {
          attributes: toAttributes({ 'service.name': serviceName, 'service.version': version }),
        },
        scopeSpans: [{ scope: { name: 'touchstone', version }, spans: spans.map(toSpan) }],
      },
    ],
  }
}

function toSpan(span: EndedSpan): unknown {
  const { traceId, spanId, parentId, name, kind, attributes, startedAt, endedAt, failed } = span
  return {
    traceId,
    spanId,
    ...(parentId !== undefined && { parentSpanId: parentId }),
    name,
    kind: kinds[kind],
    startTimeUnixNano: toNanoseconds(startedAt),
    endTimeUnixNano: toNanoseconds(endedAt),
    attributes: toAttributes(attributes),
    status: { code: failed ? 2 : 0 },
  }
}

/** Numbers of 64 bits are strings in the JSON of OTLP. */
function toNanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n)
}

function toAttributes(attributes: SpanAttributes): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }))
}
