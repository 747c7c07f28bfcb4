/**
 * `permanent`: the same visit fails again. `retryable`: it may succeed later. `blocked`: the site turns visits away.
 * `forbidden`: its robots.txt closes the page, or it asks for a log-in.
 */
export type VisitErrorKind = 'permanent' | 'retryable' | 'blocked' | 'forbidden'

/** Why a page was not visited. */
export class VisitError extends Error {
  readonly kind: VisitErrorKind
  readonly url: string
  /** When the site may be asked again, if it is known. */
  readonly retryAt: Date | undefined

  constructor(kind: VisitErrorKind, url: string, message: string, retryAt?: Date) {
    super(message)
    this.name = 'VisitError'
    this.kind = kind
    this.url = url
    this.retryAt = retryAt
  }
}
