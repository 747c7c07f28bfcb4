/**
 * The key of an address in indexes of web archives: host reversed, “www” and fragment removed, lowercase, query
 * sorted (Sort-friendly URI Reordering Transform).
 */
export function surtOf(address: string): string {
  const url = new URL(address)
  const host = url.hostname.replace(/^www\d*\./, '')
  const turned = host.startsWith('[') ? host : host.split('.').reverse().join(',')
  const query = [...url.search.slice(1).split('&')].sort().join('&')
  const port = url.port === '' ? '' : `:${url.port}`
  return `${turned}${port})${url.pathname}${query === '' ? '' : `?${query}`}`.toLowerCase()
}
