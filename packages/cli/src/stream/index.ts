export { linesOf, listingsOf } from './listing-lines.ts'
export { openListings } from './listing-input.ts'
export { LineWriter } from './line-writer.ts'
export { cutBlocks, defaultMaxLineBytes } from './blocks.ts'
export { openForReading, openInput, type Input } from './input.ts'
export {
  ownThread,
  workerThreads,
  type Lane,
  type LinesBlock,
  type WorkerStart,
} from './screening-lane.ts'
export { screenStream, type Summary } from './pipeline.ts'
export {
  details,
  oversizeReject,
  screenLine,
  type Detail,
  type LinePortfolios,
  type LineScreener,
  type Reject,
  type SellerRow,
} from './screen-block.ts'
export { Outputs } from './outputs.ts'
export { openSink, type Sink } from './sink.ts'
export { answerBlocks } from './worker-loop.ts'
