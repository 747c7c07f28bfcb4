/** Limits of one capture, so that no page occupies a worker forever. */
export type CaptureLimits = {
  /** Milliseconds in total. */
  totalMilliseconds: number
  /** Milliseconds for loading a page, before scrolling. */
  loadMilliseconds: number
  /** Milliseconds for what a loaded page goes on requesting. */
  settleMilliseconds: number
  /** Milliseconds for a page to grow after each scroll. */
  growMilliseconds: number
  /** Bytes of all responses on the wire. */
  bytes: number
  requests: number
  /** Most scrolls to the end of a growing page. */
  scrolls: number
  /** Most pixels from the top in screenshots of a page. */
  height: number
  /** Height of one screenshot: taller pages are split. */
  slice: number
}

export const defaultCaptureLimits: CaptureLimits = {
  totalMilliseconds: 120_000,
  loadMilliseconds: 30_000,
  settleMilliseconds: 2000,
  growMilliseconds: 700,
  bytes: 100 * 1024 * 1024,
  requests: 1500,
  scrolls: 20,
  height: 60_000,
  slice: 6000,
}

/**
 * Outcome of a capture. Only `captured` shows the requested page; for all other outcomes too, whatever a page showed
 * is stored.
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

/** One visited page. */
export type CapturedPage = {
  requested: string
  /** The final address; absent if no page loaded. */
  url?: string
  status?: number
  title?: string
  /** Each redirect, with its status. */
  redirects: { url: string; status: number }[]
  at: string
  outcome: CaptureOutcome
  /** A sentence about the outcome, shown unchanged. */
  sentence: string
  /** Observations such as `consent-wall`. */
  observed: string[]
  /** Sentences about missing parts: cut screenshots, incomplete responses. */
  incomplete: string[]
  /** Its files, by the names in `CaptureFiles`. */
  files: string[]
}

/** All facts about a capture, written to `capture.json`. */
export type CaptureRecord = {
  type: 'touchstone-capture/1'
  startedAt: string
  endedAt: string
  operator: string
  reason: string
  /** Not signed in: each capture has a fresh browser. */
  profile: 'fresh'
  /** How the browser was restricted to the proxy: by a network namespace, or by flags only. */
  isolation?: 'namespace' | 'flags'
  pages: CapturedPage[]
  connections: {
    at: string
    host: string
    port: number
    addresses: string[]
    address?: string
    refused?: string
    /** True if this installation answered itself, for the sample's invented shop. */
    own?: true
  }[]
  /** By origin, the certificates that the server presented, each as PEM, its own first. */
  certificates: { origin: string; chain: string[] }[]
  /** This machine's clock compared with the server's first response. */
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
  /** In the given folder: `capture.wacz`, `capture.json`, screenshots and documents of pages. */
  files: CaptureFile[]
}
