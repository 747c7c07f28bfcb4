import { parentPort, workerData } from 'node:worker_threads'
import { compileParts } from './engine.ts'
import { work, type WorkerStart } from './worker-loop.ts'

if (parentPort) work(parentPort, compileParts, workerData as WorkerStart)
