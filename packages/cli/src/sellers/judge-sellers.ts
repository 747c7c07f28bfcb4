import type { EngineParts } from '../engine.ts'
import { startLane } from '../engine.ts'
import { screenStream, type Input, type Lane, type Sink, type Summary } from '../stream/index.ts'
import { SellerLedger, type SellerPortfolios } from './seller-ledger.ts'

const discard: Sink = {
  write: async () => true,
  finish: async () => undefined,
  discard: async () => undefined,
}

type SellerReading = {
  parts: EngineParts
  input: Input
  threads: number | undefined
  strict: boolean
  /** Adds what the lane needs, such as pictures. */
  prepare(lane: Lane): Promise<{ lane: Lane; blockBytes?: number }>
  onProgress(summary: Readonly<Summary>): void
}

/** The first pass over an input: what the listings of each seller say together. */
export async function judgeSellers({
  parts,
  input,
  threads,
  strict,
  prepare,
  onProgress,
}: SellerReading): Promise<SellerPortfolios> {
  const { Portfolio } = await import('@touchstone/recognition')
  const ledger = new SellerLedger(Portfolio)
  const plain = await startLane({
    parts,
    input,
    threads,
    strict,
    withPairs: false,
    forSellers: true,
  })
  const { lane, blockBytes } = await prepare(plain)
  try {
    await screenStream({
      chunks: input.chunks,
      table: input.table,
      lane,
      out: discard,
      strict,
      ...(blockBytes !== undefined && { cut: { blockBytes } }),
      onSellerRow: (row) => ledger.add(row),
      onProgress,
    })
  } finally {
    await lane.close()
  }
  return ledger.finish()
}

const linesAtOnce = 500

/** Writes a line for each seller, the most probable first. */
export async function writeSellers(portfolios: SellerPortfolios, sink: Sink): Promise<void> {
  let lines: string[] = []
  const flush = async (): Promise<boolean> => {
    const text = lines.join('')
    lines = []
    return sink.write(Buffer.from(text))
  }
  for (const portfolio of portfolios.lines()) {
    lines.push(`${JSON.stringify(portfolio)}\n`)
    if (lines.length === linesAtOnce && !(await flush())) return
  }
  await flush()
}
