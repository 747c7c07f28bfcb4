import { writeStoredSentence } from '@touchstone/contract'
import { fetchPage, type FetchOptions } from '../../platform/outbound/index.ts'
import { tracedCall } from '../../platform/telemetry/index.ts'
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
    const result = await tracedCall('picture-host', async () =>
      fetchPage(
        url,
        {
          bytes: mostBytes,
          redirects: 3,
          totalMilliseconds: 10_000,
          contentTypes: [...imageTypes, 'application/octet-stream'],
        },
        { ...this.options, ...(signal && { signal }) },
      ),
    )
    if (!result.ok) {
      const { reason, retryable } = result.refusal
      throw this.refuse(key, writeStoredSentence(`picture.${reason}`), retryable)
    }
    const kind = detectImage(result.body)
    if (kind === undefined)
      throw this.refuse(key, writeStoredSentence('picture.content-type'), false)
    if (kind.width * kind.height > mostPoints) {
      const { width, height } = kind
      const message = writeStoredSentence('picture.too-many-pixels', { width, height })
      throw this.refuse(key, message, false)
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
