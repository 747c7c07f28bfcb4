import type { PictureReading } from '@touchstone/contract'
import type { obscuredLines, PictureMatch } from '@touchstone/recognition/image'
import type { NetworkFileNames } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { FairGate, type Claimant } from '../../platform/fairness/index.ts'
import type { ImageArchive, ImageFacts } from './image-archive.ts'
import { RequestThread } from '../../platform/request-thread/index.ts'

export type DescribeRequest = {
  name: 'describe'
  folder: string
  digest: string
  text: boolean
  /** Earlier facts, kept if they contain more. */
  known: ImageFacts | undefined
}
/** The findings in a picture, or a clause that says why it could not be read: "it is damaged". */
export type DescribeResult = { ok: true; facts: ImageFacts } | { ok: false; message: string }

export type ThumbnailRequest = { name: 'thumbnail'; folder: string; digest: string }
/** Written beside the picture, or in a clause why not. */
export type ThumbnailResult = { ok: true } | { ok: false; message: string }

type Polygons = Pick<PictureMatch, 'queryPolygon' | 'referencePolygon'>
export type HiddenLinesRequest = {
  name: 'hidden'
  folder: string
  digest: string
  reference: string
  polygons: Polygons
  lines: Parameters<typeof obscuredLines>[3]
}
export type HiddenLinesResult = ReturnType<typeof obscuredLines>

export type CodesRequest = { name: 'codes'; bytes: Uint8Array }
export type CodesResult = PictureReading['codes']

type Questions = {
  describe: { ask: Omit<DescribeRequest, 'name'>; answer: DescribeResult }
  hidden: { ask: Omit<HiddenLinesRequest, 'name'>; answer: HiddenLinesResult }
  thumbnail: { ask: Omit<ThumbnailRequest, 'name'>; answer: ThumbnailResult }
  codes: { ask: Omit<CodesRequest, 'name'>; answer: CodesResult }
  open: { ask: object; answer: true }
}

export type DescribeOptions = {
  /** Whether to read text as well. */
  text?: boolean
  /** For whom: organisations take turns. */
  claimant?: Claimant
  /**
   * False if this organisation has not stored the picture before: it is described again, so that timing does not
   * reveal whether another has it.
   */
  isKnown?: boolean
}

const nobody: Claimant = { party: 'pictures', urgency: 'background' }
/** Whoever photographs a code waits for the answer; more than these are refused. */
const stranger: Claimant = { party: 'checks', urgency: 'interactive' }
const maxStrangers = 8
/** One in progress and one queued, while the main thread is busy. */
const atOnce = 2

/** Lines of a reference below this confidence, or with few letters, are not reported as hidden. */
const surely = 0.8
const fewestLetters = 3
const mostLines = 20

/** Analyses each stored picture once, in its own thread. */
export class Describer {
  private readonly archive: ImageArchive
  private readonly thread: RequestThread<Questions>
  /** Pictures of people without an account that are being read or wait for it. */
  private strangers = 0
  private readonly underway = new Map<string, Promise<DescribeResult>>()
  private readonly thumbnails = new Map<string, Promise<ThumbnailResult>>()
  private readonly gate = new FairGate({ capacity: atOnce, partyCapacity: atOnce })
  private readonly networks: NetworkFileNames
  /** Identifies the networks in facts; undefined without networks. */
  private readonly mark: string | undefined

  constructor(archive: ImageArchive, networks: NetworkFileNames = {}) {
    this.archive = archive
    this.networks = networks
    this.mark = networksDigest(networks)
    this.thread = new RequestThread(new URL('./describe-worker.ts', import.meta.url), { networks })
  }

  /** Whether a network finds the same goods in other photographs, or copies. */
  get embeds(): boolean {
    return this.networks.copyEmbedder !== undefined || this.networks.designEmbedder !== undefined
  }

  /** Loads the operator's networks; rejects with the reason if one does not fit. */
  async prepare(): Promise<void> {
    if (this.mark === undefined) return
    await this.thread.request('open', {}).catch((cause: unknown) => {
      throw new AppError({ code: 'bad-configuration', message: (cause as Error).message, cause })
    })
  }

  /** The content of a stored picture. */
  async describeStored(
    digest: string,
    { text = false, claimant = nobody, isKnown = true }: DescribeOptions = {},
  ): Promise<DescribeResult> {
    const facts = await this.archive.factsOf(digest)
    const isCurrent =
      facts !== undefined && (this.mark === undefined || facts.networks === this.mark)
    if (isKnown && isCurrent && (facts.textRead || !text)) return { ok: true, facts }
    const key = isKnown ? digest : `${digest} ${claimant.party}`
    const before = this.underway.get(key)
    if (before !== undefined && !text) return before
    const readsText = text || (!isCurrent && facts?.textRead === true)
    const known = isCurrent && facts.textRead && !readsText ? facts : undefined
    const description = this.describe({ digest, text: readsText, known }, claimant).finally(() =>
      this.underway.delete(key),
    )
    this.underway.set(key, description)
    return description
  }

  private async describe(
    { digest, text, known }: Pick<DescribeRequest, 'digest' | 'text' | 'known'>,
    claimant: Claimant,
  ): Promise<DescribeResult> {
    const { folder } = this.archive
    await this.archive.localPath(digest, 'bytes')
    const looked = await this.inTurn(claimant, () =>
      this.thread.request('describe', { folder, digest, text, known }),
    )
    if (!looked.ok) return looked
    await this.archive.share(digest, 'description')
    await this.archive.share(digest, 'facts')
    return looked
  }

  /**
   * The thumbnail of a stored picture; undefined where the picture is gone or cannot be decoded. It is made with the
   * description; of pictures described before there were thumbnails, and on each machine of several, when first shown.
   */
  async thumbnail(digest: string, claimant: Claimant = nobody): Promise<Buffer | undefined> {
    const stored = await this.archive.read(digest, 'thumbnail')
    if (stored !== undefined || !(await this.archive.has(digest, 'bytes'))) return stored
    const before = this.thumbnails.get(digest)
    const making =
      before ?? this.makeThumbnail(digest, claimant).finally(() => this.thumbnails.delete(digest))
    this.thumbnails.set(digest, making)
    const outcome = await making
    return outcome.ok ? this.archive.read(digest, 'thumbnail') : undefined
  }

  private async makeThumbnail(digest: string, claimant: Claimant): Promise<ThumbnailResult> {
    const { folder } = this.archive
    await this.archive.localPath(digest, 'bytes')
    return this.inTurn(claimant, () => this.thread.request('thumbnail', { folder, digest }))
  }

  /** QR and bar codes in a picture that is stored nowhere; undefined while too many others wait. */
  async readCodes(bytes: Uint8Array): Promise<CodesResult | undefined> {
    if (this.strangers >= maxStrangers) return undefined
    this.strangers++
    try {
      return await this.inTurn(stranger, () => this.thread.request('codes', { bytes }))
    } finally {
      this.strangers--
    }
  }

  private async inTurn<T>(claimant: Claimant, work: () => Promise<T>): Promise<T> {
    const pass = await this.gate.enter(claimant)
    try {
      return await work()
    } finally {
      pass?.end()
    }
  }

  /** Reanalyses pictures that recently installed networks have not seen. */
  async refresh(digests: readonly string[]): Promise<void> {
    if (this.mark === undefined) return
    for (const digest of digests) await this.describeStored(digest)
  }

  /** Lines of a reference hidden in a picture that matches it; the reference's text is read for this, once. */
  async hiddenIn(
    digest: string,
    { reference, queryPolygon, referencePolygon }: Polygons & { reference: string },
    options: Pick<DescribeOptions, 'isKnown'> = {},
  ): Promise<HiddenLinesResult> {
    const looked = await this.describeStored(reference, { text: true, ...options })
    if (!looked.ok) return []
    const lines = looked.facts.reading.lines
      .filter(({ text, confidence }) => confidence >= surely && lettersIn(text) >= fewestLetters)
      .slice(0, mostLines)
      .map(({ text, box }) => ({ text, box }))
    if (lines.length === 0) return []
    const polygons = { queryPolygon, referencePolygon }
    const { folder } = this.archive
    for (const sha256 of [digest, reference]) await this.archive.localPath(sha256, 'bytes')
    return this.inTurn(nobody, () =>
      this.thread.request('hidden', { folder, digest, reference, polygons, lines }),
    )
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}

function lettersIn(text: string): number {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length
}

/** Identifies a set of networks. */
export function networksDigest(networks: NetworkFileNames): string | undefined {
  const digests = Object.entries(networks).map(([slot, { sha256 }]) => `${slot}:${sha256}`)
  return digests.length === 0 ? undefined : digests.sort().join(' ')
}
