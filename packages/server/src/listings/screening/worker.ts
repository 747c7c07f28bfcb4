import { parentPort, workerData } from 'node:worker_threads'
import { compileShared } from './shared-engine.ts'
import { runWorker, type WorkerStart } from './worker-loop.ts'

if (parentPort) runWorker(parentPort, compileShared, workerData as WorkerStart)
