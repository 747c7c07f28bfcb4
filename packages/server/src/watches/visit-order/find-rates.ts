/** What the order of visits may know of an address. It has no country, language or origin. */
export type Candidate = { url: string; query?: string | undefined }

type Count = { requests: number; finds: number }

/** Requests that the rate of the wider group counts for. */
const trust = 4
const maxDepth = 4
/** Segments and parameters that state a country, a language or an origin; the order never uses them. */
const locale = /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i
const localeNames = new Set([
  'country',
  'currency',
  'hl',
  'lang',
  'language',
  'locale',
  'lc',
  'origin',
  'region',
  'shipfrom',
  'shipsfrom',
  'ship_from',
  'ships_from',
  'seller_country',
])

/** Finds for each request, learnt by query and path: of a group with few requests mostly from the group around it. */
export class FindRates {
  private readonly counts = new Map<string, Count>()

  note(candidate: Candidate, finds: number): void {
    for (const group of groupsOf(candidate)) {
      const count = this.counts.get(group) ?? { requests: 0, finds: 0 }
      this.counts.set(group, { requests: count.requests + 1, finds: count.finds + finds })
    }
  }

  /** Finds that one more request of this kind is expected to make. */
  rateOf(candidate: Candidate): number {
    let rate = 0.01
    for (const group of groupsOf(candidate)) {
      const { requests = 0, finds = 0 } = this.counts.get(group) ?? {}
      rate = (finds + trust * rate) / (requests + trust)
    }
    return rate
  }
}

/** The groups of an address, the widest first: its query, then its path by and by. */
function groupsOf({ url, query = '' }: Candidate): string[] {
  const { pathname, searchParams } = new URL(url)
  const segments = pathname.split('/').filter((segment) => segment !== '' && !locale.test(segment))
  const names = [...searchParams.keys()].filter((name) => !localeNames.has(name.toLowerCase()))
  const folders = segments.slice(0, -1).slice(0, maxDepth)
  const words = wordsOf(segments.at(-1) ?? '')
  const groups = ['', `q ${query}`]
  let path = `q ${query}`
  for (const folder of folders) {
    path += `/${formOf(folder)}`
    groups.push(path)
  }
  groups.push(`${path}?${[...new Set(names)].sort().join('&')}`)
  if (folders.length > 0) groups.push(`q ${query} exactly ${folders.join('/')}`)
  if (words !== '') groups.push(`${path} ${words}`)
  return groups
}

const formOf = (segment: string): string => segment.replaceAll(/\d+/g, '#')

/** The words with which the name of a page begins, as in cheap-gucci-bag-123. */
function wordsOf(name: string): string {
  return name
    .split(/[-_.+]/)
    .filter((word) => /^\p{L}{3,}$/u.test(word))
    .slice(0, 2)
    .join('-')
}
