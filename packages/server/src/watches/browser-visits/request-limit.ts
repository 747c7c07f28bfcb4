import type { Route } from 'playwright-core'
import type { Allowance } from '../gate/index.ts'
import type { RobotsRules } from '../robots/index.ts'

/** Scripts, style sheets and data of the site that may follow its document. */
export const maxFollowing = 20
const followingTypes = new Set(['script', 'stylesheet', 'xhr', 'fetch'])

type LimitOptions = {
  /** Of the document, which may be requested. */
  url: string
  robots: RobotsRules
  allowance: Allowance
  /** Bytes that a request may receive. */
  bytes: number
}

/**
 * Decides on the requests of one visit: the document, and a few that it needs to be shown. Others hosts, pictures, media
 * and fonts are never requested, and what robots.txt closes neither. All that are made count in the budget.
 */
export class RequestLimit {
  /** What ended the budget, if it was spent. */
  failure: Error | undefined
  /** Requests that followed the document. */
  following = 0
  private readonly options: LimitOptions
  private hasDocument = false

  constructor(options: LimitOptions) {
    this.options = options
  }

  async decide(route: Route): Promise<void> {
    const isPermitted = await this.isPermitted(route)
    // Aborted, a document leaves the page as it is; one that fails would take its place.
    const answered = isPermitted ? route.continue() : route.abort('aborted')
    // A page that is being closed needs no answer.
    await answered.catch(() => undefined)
  }

  private async isPermitted(route: Route): Promise<boolean> {
    const request = route.request()
    const { url, robots, allowance, bytes } = this.options
    if (request.isNavigationRequest()) {
      // Frames and pages that a script opens would be documents without a turn.
      const isFirst = !this.hasDocument
      this.hasDocument = true
      return isFirst
    }
    if (!followingTypes.has(request.resourceType()) || request.method() !== 'GET') return false
    if (URL.parse(request.url())?.host !== new URL(url).host) return false
    if (!robots.allows(request.url()) || this.following >= maxFollowing) return false
    this.following++
    try {
      await allowance.spendRequest(Math.min(bytes, allowance.bytesLeft()), 0)
      return true
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error))
      return false
    }
  }
}
