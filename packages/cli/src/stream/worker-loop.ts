import type { MessagePort } from 'node:worker_threads'
import type { WorkerAnswer, WorkerQuestion } from './screening-lane.ts'
import { LineWriter } from './line-writer.ts'
import { screenBlock, type BlockOptions, type LineScreener } from './screen-block.ts'

/** A worker's whole life: screens each block that comes in and hands the answer back. */
export function answerBlocks(
  port: MessagePort,
  screener: LineScreener,
  options: BlockOptions,
): void {
  port.on('message', ({ id, bytes, firstLine }: WorkerQuestion) => {
    // Handed over with the answer, so each block has its own; assessments outgrow their listings.
    const writer = new LineWriter(bytes.length * 2)
    const result = screenBlock(screener, bytes, firstLine, options, writer)
    const answer: WorkerAnswer = { id, result }
    port.postMessage(answer, [result.output.buffer])
  })
}
