import { RefusedError } from './refused-error.ts'

export type ClientOptions = {
  /** The server's address, for example https://touchstone.example.com */
  url: string
  /** An API key; browsers use the session's cookie instead. */
  key?: string
  /** Replaces the platform's fetch. */
  fetch?: typeof fetch
}

/** The part of an endpoint that a call needs. */
export type Address = {
  method: string
  path: string
  /** Present if the call has a body. */
  body?: unknown
  bodyTypes?: readonly string[]
  responseType?: string
  /** Success statuses. */
  statuses?: readonly number[]
}

/** Bodies that fetch sends unchanged. */
export type Bytes = NonNullable<RequestInit['body']>

type Values = Record<string, string | number | boolean | undefined>

/** Input of any call, before its endpoint narrows it. */
export type AnyInput = {
  params?: Values
  query?: Values
  headers?: Values
  body?: unknown
  contentType?: string
  signal?: AbortSignal
  /** Lets the request outlive the page. */
  keepalive?: boolean
}

/** One function for each endpoint, by group. */
export function createCalls(
  addresses: Record<string, Record<string, Address>>,
  options: ClientOptions,
): Record<string, Record<string, (input?: AnyInput) => Promise<unknown>>> {
  return mapValues(addresses, (ofRoom) =>
    mapValues(
      ofRoom,
      (address) =>
        (input: AnyInput = {}) =>
          call(options, address, input),
    ),
  )
}

function mapValues<A, B>(values: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

async function call(options: ClientOptions, address: Address, input: AnyInput): Promise<unknown> {
  const { url, key, fetch: send = fetch } = options
  const headers = new Headers()
  for (const [name, value] of givenValues(input.headers)) headers.set(name, value)
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  let body: Bytes | undefined
  if (address.body !== undefined && input.body !== undefined) {
    body = isBytes(input.body) ? input.body : JSON.stringify(input.body)
    headers.set('content-type', input.contentType ?? address.bodyTypes?.[0] ?? 'application/json')
  }
  const response = await send(new URL(addressOf(address, input), url), {
    method: address.method,
    headers,
    ...(body !== undefined && { body }),
    // Sends a stream while it is being read.
    ...(body instanceof ReadableStream && { duplex: 'half' }),
    ...(input.signal && { signal: input.signal }),
    ...(input.keepalive && { keepalive: true }),
  })
  const described = address.statuses?.includes(response.status) ?? false
  if (!response.ok && !described) {
    throw new RefusedError(response.status, await response.text(), response.headers)
  }
  if (address.responseType !== undefined) return response.text()
  return response.json()
}

function addressOf({ path }: Address, { params = {}, query }: AnyInput): string {
  const filled = path.replaceAll(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams(givenValues(query)).toString()
  return search === '' ? filled : `${filled}?${search}`
}

function givenValues(values: Values = {}): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
  )
}

function isBytes(body: unknown): body is Bytes {
  return (
    typeof body === 'string' ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof Blob ||
    body instanceof ReadableStream
  )
}
