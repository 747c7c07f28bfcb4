import type { Endpoint } from '@touchstone/contract'
import type { AnyExample, Caller } from '@touchstone/contract/examples'

const server = 'https://touchstone.example.com'
const keyHolders: readonly Caller[] = ['market-a', 'house-a']

/** An example as a curl command for a POSIX shell. */
export function curlExample(endpoint: Endpoint, example: AnyExample): string {
  const { by, headers = {}, body } = example
  const lines = [
    `curl${endpoint.method === 'GET' ? '' : ` -X ${endpoint.method}`} ${addressOf(endpoint, example)}`,
  ]
  if (keyHolders.includes(by)) lines.push('-H "Authorization: Bearer $KEY"')
  else if (by !== 'nobody') lines.push(`-b cookies.txt -H ${quoted(`Origin: ${server}`)}`)
  for (const [name, value] of Object.entries(headers))
    lines.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body !== undefined) {
    lines.push(`-H ${quoted(`content-type: ${contentTypeOf(endpoint, example)}`)}`)
    lines.push(
      `--data-binary ${quoted(typeof body === 'string' ? body : JSON.stringify(body, undefined, 2))}`,
    )
  }
  return lines.join(' \\\n  ')
}

/** The content type of an example's body. */
export function contentTypeOf(endpoint: Endpoint, { contentType }: AnyExample): string {
  return contentType ?? endpoint.bodyTypes?.[0] ?? 'application/json'
}

function addressOf({ path }: Endpoint, { params = {}, query = {} }: AnyExample): string {
  const filled = path.replaceAll(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  const address = `${server}${filled}${search === '' ? '' : `?${search}`}`
  return search === '' ? address : quoted(address)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
