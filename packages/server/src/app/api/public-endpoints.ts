import { bodyLimitsOf, endpoints, type Endpoint } from '@touchstone/contract'
import { byteCount } from '../../platform/http/index.ts'

/** An endpoint that anyone may call, with its body limit in bytes if it has a body. */
export type PublicEndpoint = { address: string; bytes: number | undefined }

/** All endpoints without session or key, as the routes declare them. */
export function publicEndpoints(
  all: Record<string, Record<string, Endpoint>> = endpoints,
): PublicEndpoint[] {
  return Object.values(all)
    .flatMap((ofRoom) => Object.values(ofRoom))
    .filter(({ access }) => access === 'open')
    .map((endpoint) => ({
      address: `${endpoint.method} ${endpoint.path}`,
      bytes: endpoint.method === 'GET' ? undefined : bodyLimitsOf(endpoint).json,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** The same as the table in docs/api.md. */
export function publicEndpointTable(): string {
  const rows = publicEndpoints().map(({ address, bytes }) => [
    `\`${address}\``,
    bytes === undefined ? 'no body' : byteCount(bytes),
  ])
  const all = [['address', 'body at most'], ...rows]
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`
  const [head = [], ...body] = all
  return [line(head), line(['', ''], '-'), ...body.map((row) => line(row))].join('\n')
}
