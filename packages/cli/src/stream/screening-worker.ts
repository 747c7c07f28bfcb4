import { parentPort, workerData } from 'node:worker_threads'
import { compile, portfolioEntry, wordScreener } from '@touchstone/recognition'
import type { WorkerStart } from './screening-lane.ts'
import { answerBlocks } from './worker-loop.ts'

const { catalog, options, ...choices } = workerData as WorkerStart

if (parentPort)
  answerBlocks(parentPort, { ...wordScreener(compile(catalog, choices)), portfolioEntry }, options)
