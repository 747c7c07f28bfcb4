/** Bounds of one capture, so that no page keeps a worker for ever. */
export type CaptureLimits = {
  /** Milliseconds for everything. */
  totalMilliseconds: number
  /** Milliseconds until a page has loaded, before it is scrolled. */
  loadMilliseconds: number
  /** Bytes of all answers, as they come over the wire. */
  bytes: number
  requests: number
  /** How often a page is scrolled to its end while it grows. */
  scrolls: number
  /** Pixels from the top that pictures of a page show at the most. */
  height: number
  /** Pixels of one picture: taller pages are shown in several. */
  slice: number
}

export const defaultCaptureLimits: CaptureLimits = {
  totalMilliseconds: 120_000,
  loadMilliseconds: 30_000,
  bytes: 100 * 1024 * 1024,
  requests: 1500,
  scrolls: 20,
  height: 60_000,
  slice: 6000,
}

/**
 * How a capture ended. `captured` alone shows the page that was asked for; where a page came at all, what
 * it showed is kept for every other outcome too.
 */
export const captureOutcomes = [
  'captured',
  'refused',
  'unresolvable',
  'unreachable',
  'broken-tls',
  'redirect-loop',
  'too-slow',
  'too-large',
  'download',
  'gone',
  'blocked',
  'login-wall',
  'server-error',
  'stopped',
] as const
export type CaptureOutcome = (typeof captureOutcomes)[number]

/** One page as it was found. */
export type CapturedPage = {
  requested: string
  /** The address in the end; absent where no page came. */
  url?: string
  status?: number
  title?: string
  /** Each address that led on, with the status by which it did. */
  redirects: { url: string; status: number }[]
  at: string
  outcome: CaptureOutcome
  /** A sentence on the outcome, to be shown as it stands. */
  sentence: string
  /** What lies over the page or was seen on it, such as `consent-wall`. */
  observed: string[]
  /** Sentences on what is not there in full: pictures cut, answers that never ended. */
  incomplete: string[]
  /** The files that show it, by the names that `CaptureFiles` gives them. */
  files: string[]
}

/** Everything that is known of a capture beside the bytes: written to `capture.json`. */
export type CaptureRecord = {
  type: 'touchstone-capture/1'
  startedAt: string
  endedAt: string
  operator: string
  reason: string
  /** Nobody is signed in: each capture has a browser without a past. */
  profile: 'fresh'
  /** What kept the browser to the proxy: a network namespace of its own, or its flags alone. */
  isolation?: 'namespace' | 'flags'
  pages: CapturedPage[]
  connections: {
    at: string
    host: string
    port: number
    addresses: string[]
    address?: string
    refused?: string
  }[]
  /** By origin, the certificates that the server showed, each as PEM, its own first. */
  certificates: { origin: string; chain: string[] }[]
  /** The clock of this machine beside the one that the server told in its first answer. */
  clock?: { askedAt: string; answeredAt: string; serverDate: string; offsetSeconds: number }
  requests: { finished: number; failed: number; unfinished: number; bytes: number }
  view: { width: number; height: number; locale: string; timeZone: string; userAgent: string }
  tools: { touchstone: string; chromium: string; playwright: string; node: string; system: string }
}

/** A file of a capture, beside its record. */
export type CaptureFile = { name: string; path: string; mediatype: string; title: string }

export type CaptureResult = {
  outcome: CaptureOutcome
  sentence: string
  record: CaptureRecord
  /** In the folder that was given: `capture.wacz`, `capture.json`, pictures and documents of pages. */
  files: CaptureFile[]
}
