/** The host by which a site is left out, without `www.`; nothing for what is no address. */
export function siteHost(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return undefined
  return url.hostname.replace(/^www\./, '').replace(/\.$/, '')
}
