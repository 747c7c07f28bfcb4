import { fetchPage, type FetchOptions, type RefusalReason } from '../../platform/outbound/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { detectImage, imageTypes, type ImageType } from './image-type.ts'

/** A fetched picture, one already stored, or a message for people why there is none. */
export type FetchedImage =
  | { ok: true; bytes: Uint8Array; digest?: undefined }
  | { ok: true; digest: string }
  | { ok: false; message: string; retryable: boolean }

export type ImageFile = { type: ImageType; bytes: Uint8Array }

const mostBytes = 8 * 1024 * 1024
/** Browsers decode a picture completely: 4 bytes per pixel. */
const mostPoints = 40_000_000
const mostAtOnce = 16
const mostOfOne = 8

/** How long a refused picture is not requested again. */
const refusedMilliseconds = 60_000
const mostRefused = 2000

type Refused = { message: string; retryable: boolean; at: number }

/**
 * Fetches third-party pictures for people to view. Whatever the response claims, it is passed on only if its bytes
 * are those of a picture of acceptable size.
 */
export class ImageFetcher {
  private readonly options: FetchOptions
  private readonly refused = new Map<string, Refused>()
  private readonly underway = new Map<string, number>()

  constructor(options: FetchOptions) {
    this.options = options
  }

  /** For a user of this organisation; refusals of other organisations' requests do not affect it. */
  async fetch(url: string, organisationId: string): Promise<ImageFile> {
    const before = this.refused.get(keyOf(url, organisationId))
    if (before !== undefined && performance.now() - before.at < refusedMilliseconds) {
      throw refusal(before)
    }
    const own = this.underway.get(organisationId) ?? 0
    const all = [...this.underway.values()].reduce((sum, bytes) => sum + bytes, 0)
    if (all >= mostAtOnce || own >= mostOfOne) {
      throw new AppError({
        code: 'image-fetches-full',
        message: 'too many pictures are being fetched; try again in a moment',
        retryable: true,
      })
    }
    this.underway.set(organisationId, own + 1)
    try {
      return await this.fetchNow(url, organisationId)
    } finally {
      const left = (this.underway.get(organisationId) ?? 1) - 1
      if (left === 0) this.underway.delete(organisationId)
      else this.underway.set(organisationId, left)
    }
  }

  /** The same for the server's own storage: errors are returned, and a retry is possible at once. */
  async tryFetch(
    url: string,
    { organisationId, signal }: { organisationId: string; signal: AbortSignal },
  ): Promise<FetchedImage> {
    try {
      const { bytes } = await this.fetchNow(url, organisationId, signal)
      return { ok: true, bytes }
    } catch (error) {
      const refused = this.refused.get(keyOf(url, organisationId))
      if (!(error instanceof AppError) || refused === undefined) throw error
      return { ok: false, message: refused.message, retryable: refused.retryable }
    }
  }

  private async fetchNow(
    url: string,
    organisationId: string,
    signal?: AbortSignal,
  ): Promise<ImageFile> {
    const key = keyOf(url, organisationId)
    const result = await fetchPage(
      url,
      {
        bytes: mostBytes,
        redirects: 3,
        totalMilliseconds: 10_000,
        contentTypes: [...imageTypes, 'application/octet-stream'],
      },
      { ...this.options, ...(signal && { signal }) },
    )
    if (!result.ok) {
      const { reason, retryable } = result.refusal
      throw this.refuse(key, reasons[reason], retryable)
    }
    const kind = detectImage(result.body)
    if (kind === undefined) throw this.refuse(key, reasons['content-type'], false)
    if (kind.width * kind.height > mostPoints) {
      const dimensions = `${kind.width} × ${kind.height}`
      throw this.refuse(
        key,
        `it is too large for a browser to decode (${dimensions} pixels)`,
        false,
      )
    }
    return { type: kind.type, bytes: result.body }
  }

  private refuse(key: string, message: string, retryable: boolean): AppError {
    const refused = { message, retryable, at: performance.now() }
    const [oldest] = this.refused.keys()
    if (this.refused.size >= mostRefused && oldest !== undefined) this.refused.delete(oldest)
    this.refused.set(key, refused)
    return refusal(refused)
  }
}

function keyOf(url: string, organisationId: string): string {
  return `${organisationId} ${url}`
}

function refusal({ message, retryable }: Refused): AppError {
  return new AppError({
    code: 'image-not-fetchable',
    message: `the picture cannot be shown: ${message}`,
    retryable,
  })
}

/** The reason, as shown to the person who requested the picture. */
const reasons: Record<RefusalReason, string> = {
  'bad-url': 'the listing’s picture address is incomplete',
  scheme: 'its address is neither http nor https',
  credentials: 'its address contains a user name or password',
  port: 'its address uses an unusual port',
  'private-address': 'its address is not on the public internet',
  unresolvable: 'its host has no address on the public internet',
  unreachable: 'its host could not be reached',
  certificate: 'its host’s certificate is not trusted',
  'too-many-redirects': 'its address redirects too often',
  'bad-redirect': 'its address redirects to one that cannot be fetched',
  status: 'its host does not deliver it',
  'content-type': 'its host delivers something other than a picture in a supported format',
  'content-encoding': 'it uses an unsupported compression',
  'too-large': 'it is larger than 8 MiB',
  bomb: 'it decompresses to far more than its size',
  damaged: 'its compressed data is damaged',
  'too-slow': 'it did not arrive within ten seconds',
  stopped: 'the download was stopped',
}
