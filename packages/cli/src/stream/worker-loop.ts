import type { MessagePort } from 'node:worker_threads'
import type { WorkerAnswer, WorkerQuestion } from './screening-lane.ts'
import { LineWriter } from './line-writer.ts'
import { screenBlock, type BlockOptions, type LineScreener } from './screen-block.ts'

/** The worker's loop: screens each incoming block and returns the result. */
export function answerBlocks(
  port: MessagePort,
  screener: LineScreener,
  options: BlockOptions,
): void {
  port.on('message', ({ id, bytes, firstLine, portfolios }: WorkerQuestion) => {
    // Each block has its own writer, since its buffer is transferred with the result; assessments are larger than
    // listings.
    const writer = new LineWriter(bytes.length * 2)
    const result = screenBlock(screener, bytes, firstLine, options, writer, portfolios)
    const answer: WorkerAnswer = { id, result }
    port.postMessage(answer, [result.output.buffer])
  })
}
