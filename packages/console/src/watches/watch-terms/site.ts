/** The host of a site’s address; the address itself if it is none. */
export function hostOf(site: string): string {
  return URL.parse(site)?.host ?? site
}
