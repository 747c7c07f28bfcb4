import type { MessagePort } from 'node:worker_threads'
import type { WorkerAnswer, WorkerQuestion } from './lane.ts'
import { screenBlock, type BlockOptions, type LineScreener } from './screen-block.ts'

/** A worker's whole life: screens each block that comes in and hands the answer back. */
export function answerBlocks(
  port: MessagePort,
  screener: LineScreener,
  options: BlockOptions,
): void {
  port.on('message', ({ id, bytes, firstLine }: WorkerQuestion) => {
    const result = screenBlock(screener, bytes, firstLine, options)
    const answer: WorkerAnswer = { id, result }
    port.postMessage(answer, [result.output.buffer])
  })
}
