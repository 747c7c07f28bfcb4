import { parentPort, workerData } from 'node:worker_threads'
import { compileParts } from './engine.ts'
import { runWorker, type WorkerStart } from './worker-loop.ts'

if (parentPort) runWorker(parentPort, compileParts, workerData as WorkerStart)
