import robotsModule from 'robots-parser'

// Its types declare the default export of an ES module; it is CommonJS.
const robotsParser = robotsModule as unknown as typeof robotsModule.default

/** Bytes of a robots.txt that are read (RFC 9309, section 2.5); the rest is ignored. */
export const maxRobotsBytes = 500 * 1024

/** What a robots.txt says to one agent. */
export type RobotsRules = {
  /** `url` belongs to the same authority as the file. */
  allows(url: string): boolean
  /** Seconds between requests that the site asks for. */
  crawlDelay: number | undefined
  /** Absolute addresses of sitemaps. */
  sitemaps: readonly string[]
}

/** Reads the text of a robots.txt for the agent of this product token. Never throws: what is no rule is ignored. */
export function readRobots(origin: string, text: string, agent: string): RobotsRules {
  const robots = robotsParser(`${origin}/robots.txt`, boundRules(namedByToken(text)))
  const delay = robots.getCrawlDelay(agent)
  return {
    // The file itself is never closed (section 2.2.2).
    allows: (url) =>
      new URL(url).pathname === '/robots.txt' || robots.isAllowed(url, agent) === true,
    crawlDelay: delay !== undefined && delay > 0 ? delay : undefined,
    sitemaps: robots.getSitemaps().flatMap((sitemap) => {
      const url = URL.parse(sitemap, origin)
      return url !== null && /^https?:$/.test(url.protocol) ? [url.href] : []
    }),
  }
}

/** Sites write agents by their full names; a product token ends at the first space. */
function namedByToken(text: string): string {
  return text.replace(/^([ \t]*user-agent[ \t]*:[ \t]*[\w-]+)[ \t][^\r\n]*/gim, '$1')
}

const maxRuleCharacters = 2048
/** Characters after the first wildcard of a rule, in all rules together. */
const maxWildCharacters = 32 * 1024
const rulePattern = /^\s*(allow|disallow)\s*:([^#]*)/i

/**
 * Matching takes time by the length of a rule that follows a wildcard. A rule beyond the limits that closes something
 * is shortened, which closes more; one that opens something is left out, also if it would be longer than a shortened
 * one.
 */
function boundRules(text: string): string {
  if (text.length <= maxRuleCharacters) return text
  let longestAllowed = maxRuleCharacters
  let wildCharacters = 0
  const lines = text.split(/\r\n|\r|\n/).map((line) => {
    const [, name = '', value = ''] = rulePattern.exec(line) ?? []
    const pattern = value.trim()
    const literal = pattern.split('*', 1)[0] ?? ''
    wildCharacters += pattern.length - literal.length
    const isWild = literal.length < pattern.length && wildCharacters > maxWildCharacters
    if (pattern.length <= maxRuleCharacters && !isWild) return line
    if (name.toLowerCase() === 'allow') return ''
    const start = (isWild ? literal : pattern).slice(0, maxRuleCharacters)
    longestAllowed = Math.min(longestAllowed, start.length - 1)
    // A rule without a path would close nothing.
    return `${name}: ${start === '' ? '/' : start}`
  })
  return lines.filter((line) => !opens(line, longestAllowed)).join('\n')
}

function opens(line: string, from: number): boolean {
  const [, name = '', value = ''] = rulePattern.exec(line) ?? []
  return name.toLowerCase() === 'allow' && value.trim().length > from
}
