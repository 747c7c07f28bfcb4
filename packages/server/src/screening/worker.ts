import { parentPort, workerData } from 'node:worker_threads'
import { compileParts } from './engine.ts'
import { answerChunks, type WorkerStart } from './worker-loop.ts'

const { parts, progress } = workerData as WorkerStart

if (parentPort) answerChunks(parentPort, compileParts(parts), progress)
