import {
  problemTypes,
  TouchstoneError,
  verdicts,
  type Assessment,
  type Listing,
} from '@touchstone/contract'
import { SerialQueue } from '@touchstone/server/serial-queue'
import { cutBlocks, defaultMaxLineBytes, type CutOptions } from './blocks.ts'
import type { ListingTable } from './listing-table.ts'
import type { Lane, LinesBlock } from './screening-lane.ts'
import {
  noVerdicts,
  oversizeReject,
  type BlockResult,
  type LinePortfolios,
  type Reject,
  type SellerRow,
  type VerdictCounts,
} from './screen-block.ts'
import type { Sink } from './sink.ts'

export type Summary = {
  rows: number
  rejects: number
  verdicts: VerdictCounts
  engine: string | undefined
  /** The first rejects, to print if no rejects file was requested. */
  firstRejects: Reject[]
  outcome: 'done' | 'strict-stop' | 'reader-gone' | 'damaged'
  /** Why the input could not be read to its end. */
  damage: TouchstoneError | undefined
}

export type ScreenOptions = {
  chunks: AsyncIterable<Uint8Array>
  /** Read instead of the chunks, if the input is a table. */
  table?: ListingTable | undefined
  lane: Lane
  out: Sink
  rejects?: Sink
  strict?: boolean
  cut?: CutOptions
  /** Called with each listing and its assessment, in order; needs a lane that returns pairs. */
  onPair?: (listing: Listing, assessment: Assessment) => void
  /** Called with each listing that names its seller, in order; needs a lane that collects them. */
  onSellerRow?: (row: SellerRow) => void
  /** What sellers' other listings say together, for the lines of a block. */
  portfoliosOf?: (block: LinesBlock) => LinePortfolios | undefined
  /** Called whenever the summary has changed. */
  onProgress?: (summary: Readonly<Summary>) => void
}

const shownRejects = 5

/**
 * Screens a stream of NDJSON bytes and writes one assessment per line, in the order of the input. Memory stays
 * constant: at most `lane.capacity` blocks are in progress, and reading waits for writing.
 */
export async function screenStream(options: ScreenOptions): Promise<Summary> {
  const { chunks, lane, cut = {} } = options
  const collector = new ResultCollector(options)
  const maxLineBytes = cut.maxLineBytes ?? defaultMaxLineBytes
  let waiting = 0
  let wake = (): void => undefined
  const writes = new SerialQueue()
  let failure: Error | undefined

  const enqueue = (answer: Promise<BlockResult>): void => {
    waiting++
    // A later result may fail while an earlier one is still being written.
    answer.catch(() => undefined)
    void writes.run(async () => {
      try {
        if (failure === undefined && !collector.ended) await collector.result(await answer)
      } catch (error) {
        failure ??= error as Error
      }
      waiting--
      wake()
    })
  }

  try {
    for await (const block of options.table?.blocks(cut) ?? cutBlocks(chunks, cut)) {
      enqueue(
        block.kind === 'lines'
          ? lane.screen(withPortfolios(block, options.portfoliosOf))
          : Promise.resolve(
              rejectOnly(
                block.kind === 'reject' ? block.reject : oversizeReject(block.line, maxLineBytes),
                options.strict,
              ),
            ),
      )
      while (waiting >= lane.capacity) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (collector.ended || failure !== undefined) break
    }
  } catch (error) {
    if (
      !(error instanceof TouchstoneError) ||
      problemTypes[error.code].class !== 'validation-failed'
    )
      throw error
    collector.summary.damage = error
  }
  await writes.settled()
  if (failure !== undefined) throw failure
  if (collector.summary.damage && collector.summary.outcome === 'done')
    collector.summary.outcome = 'damaged'
  return collector.summary
}

function withPortfolios(
  block: LinesBlock,
  portfoliosOf: ScreenOptions['portfoliosOf'],
): LinesBlock {
  const portfolios = portfoliosOf?.(block)
  return portfolios === undefined ? block : { ...block, portfolios }
}

function rejectOnly(reject: Reject, strict = false): BlockResult {
  return {
    output: new Uint8Array(0),
    rejects: [reject],
    rows: 0,
    verdicts: noVerdicts(),
    pairs: [],
    sellerRows: [],
    engine: undefined,
    stopped: strict,
  }
}

class ResultCollector {
  ended = false
  readonly summary: Summary = {
    rows: 0,
    rejects: 0,
    verdicts: noVerdicts(),
    engine: undefined,
    firstRejects: [],
    outcome: 'done',
    damage: undefined,
  }
  private readonly options: ScreenOptions

  constructor(options: ScreenOptions) {
    this.options = options
  }

  async result(result: BlockResult): Promise<void> {
    const { out, rejects, onPair, onSellerRow, onProgress } = this.options
    const { summary } = this
    if (!(await out.write(result.output))) return this.end('reader-gone')
    summary.rows += result.rows
    summary.engine ??= result.engine
    for (const verdict of verdicts) summary.verdicts[verdict] += result.verdicts[verdict]
    if (onPair) {
      for (let at = 0; at + 1 < result.pairs.length; at += 2) {
        onPair(
          JSON.parse(result.pairs[at] ?? '') as Listing,
          JSON.parse(result.pairs[at + 1] ?? '') as Assessment,
        )
      }
    }
    if (onSellerRow) for (const row of result.sellerRows) onSellerRow(row)
    if (result.rejects.length > 0) {
      summary.rejects += result.rejects.length
      const room = Math.max(0, shownRejects - summary.firstRejects.length)
      summary.firstRejects.push(...result.rejects.slice(0, room))
      const text = result.rejects.map((reject) => `${JSON.stringify(reject)}\n`).join('')
      await rejects?.write(Buffer.from(text))
    }
    onProgress?.(summary)
    if (result.stopped) this.end('strict-stop')
  }

  private end(outcome: Summary['outcome']): void {
    this.ended = true
    this.summary.outcome = outcome
  }
}
