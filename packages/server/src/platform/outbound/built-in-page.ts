/** A page that the installation answers itself; undefined for all other addresses, which are reached as usual. */
export type BuiltInPages = (url: URL) => BuiltInPage | undefined
export type BuiltInPage = { status: number; type: string; body: string }

/** True for plain HTTP to names below .example alone, which no host on the internet can have (RFC 2606). */
export function isReservedAddress({ protocol, port, hostname }: URL): boolean {
  return protocol === 'http:' && port === '' && hostname.endsWith('.example')
}
