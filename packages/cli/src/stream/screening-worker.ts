import { parentPort, workerData } from 'node:worker_threads'
import { leanScreener, portfolioEntry, wordScreener } from '@touchstone/recognition'
import { compileBy } from '../compiled-engine/index.ts'
import type { WorkerStart } from './screening-lane.ts'
import { answerBlocks } from './worker-loop.ts'

const { catalog, options, tables, ...choices } = workerData as WorkerStart

if (parentPort) {
  const write = options.detail === 'lean' ? leanScreener : wordScreener
  const engine = await compileBy(tables, catalog, choices)
  answerBlocks(parentPort, { ...write(engine), portfolioEntry }, options)
}
