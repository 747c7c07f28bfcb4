import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from './address.ts'
import { Refused } from './refusal.ts'

/** Resolves all addresses of a name; by default, with the system's resolver. */
export type Lookup = (hostname: string) => Promise<{ address: string }[]>

/** One address and port that is let through though it is not public. For tests alone. */
export type TestAllowance = { address: string; port: number }

export type TargetOptions = {
  ports: readonly number[]
  lookup?: Lookup
  testAllowance?: TestAllowance
  /** Hosts of the operator's own network, as written in addresses. */
  allow?: readonly { host: string; port: number }[]
}

/** An address whose host was resolved and checked; connect to nothing but `addresses`. */
export type Target = {
  url: URL
  addresses: { address: string; family: 4 | 6 }[]
  /** True for an address that a connection of this target may end at. */
  mayConnect(address: string): boolean
}

/** Checks an address as text: scheme, credentials and port. */
export function checkedUrl(text: string, base: string | undefined, options: TargetOptions): URL {
  const url = URL.parse(text, base)
  if (url === null) {
    throw new Refused(
      base === undefined ? 'bad-url' : 'bad-redirect',
      `${show(text)} is not an address. Write it in full: https://shop.example/item/17.`,
    )
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Refused('scheme', `Only http and https are supported, not ${show(url.protocol)}.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new Refused(
      'credentials',
      'The address contains a user name or password. Remove everything before the @.',
    )
  }
  const port = portOf(url)
  const isOwn = port === options.testAllowance?.port || isListed(url, options)
  if (!options.ports.includes(port) && !isOwn) {
    throw new Refused('port', `Port ${port} is not allowed, only ${options.ports.join(' and ')}.`)
  }
  url.hash = ''
  return url
}

/**
 * Resolves the host of an address, once. Where any of its addresses is not public the whole host is
 * refused: a name that mixes them is a trap.
 */
export async function resolveTarget(url: URL, options: TargetOptions): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const resolved = isIP(host) !== 0 ? [host] : await addressesOf(host, options.lookup ?? lookupAll)
  const port = portOf(url)
  // Hosts that the operator allowed are trusted, whatever they resolve to; they are still resolved only once.
  const mayConnect = isListed(url, options)
    ? (address: string): boolean => resolved.includes(address)
    : (address: string): boolean => isAllowed(address, port, options)
  if (!resolved.every(mayConnect)) throw notPublic(url.hostname)
  const addresses = resolved.map((address) => ({
    address,
    family: isIP(address) === 6 ? (6 as const) : (4 as const),
  }))
  return { url, addresses, mayConnect }
}

/** True if the operator listed host and port. */
export function isListed(url: URL, { allow = [] }: TargetOptions): boolean {
  const port = portOf(url)
  return allow.some((allowance) => allowance.port === port && allowance.host === url.hostname)
}

/**
 * For an internal name the refusal is the same as for a name that does not exist: so users cannot learn the names of
 * internal networks. Users already know numeric addresses and this machine.
 */
export function notPublic(hostname: string): Refused {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) === 0 && host !== 'localhost') return noPublicAddress(hostname)
  return new Refused(
    'private-address',
    `${show(hostname)} is not on the public internet, and pages of internal networks are not fetched. Save the page in a browser and upload the file.`,
  )
}

function noPublicAddress(hostname: string): Refused {
  return new Refused(
    'unresolvable',
    `${show(hostname)} resolves to no address on the public internet. Check its spelling, try again later, or save the page in a browser and upload the file.`,
    true,
  )
}

/** True for a public address with a port that is fetched from, and for the allowance of a test. */
function isAllowed(address: string, port: number, options: TargetOptions): boolean {
  const { testAllowance, ports } = options
  if (testAllowance?.address === address && testAllowance.port === port) return true
  return isPublicAddress(address) && ports.includes(port)
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

async function lookupAll(hostname: string): Promise<{ address: string }[]> {
  return systemLookup(hostname, { all: true })
}

async function addressesOf(hostname: string, lookup: Lookup): Promise<string[]> {
  const addresses = await lookup(hostname).catch(() => [])
  if (addresses.length === 0) throw notPublic(hostname)
  return addresses.map(({ address }) => address)
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}
