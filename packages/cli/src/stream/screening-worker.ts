import { parentPort, workerData } from 'node:worker_threads'
import { compile, leanScreener, portfolioEntry, wordScreener } from '@touchstone/recognition'
import type { WorkerStart } from './screening-lane.ts'
import { answerBlocks } from './worker-loop.ts'

const { catalog, options, ...choices } = workerData as WorkerStart

if (parentPort) {
  const write = options.detail === 'lean' ? leanScreener : wordScreener
  answerBlocks(parentPort, { ...write(compile(catalog, choices)), portfolioEntry }, options)
}
