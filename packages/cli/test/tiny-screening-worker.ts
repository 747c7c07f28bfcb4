import { parentPort, workerData } from 'node:worker_threads'
import { answerBlocks, type WorkerStart } from '../src/stream/index.ts'
import { tinyScreener } from './builders.ts'

if (parentPort) answerBlocks(parentPort, tinyScreener, (workerData as WorkerStart).options)
