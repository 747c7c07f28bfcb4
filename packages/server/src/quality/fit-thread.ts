import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FitOptions, FittedWeights, LabelledOffer } from '@touchstone/evaluation'

/** What came of a fit, or why there is too little to fit to. */
export type FitAnswer = { fitted: FittedWeights } | { refused: string }

/** Fits in a thread of its own: hundreds of labels cost seconds, in which requests would wait. */
export async function fitInThread(
  offers: readonly LabelledOffer[],
  options: FitOptions,
): Promise<FitAnswer> {
  const worker = new Worker(new URL('./fit-worker.ts', import.meta.url), {
    workerData: { offers, options },
  })
  try {
    const [answer] = (await once(worker, 'message')) as [FitAnswer]
    return answer
  } finally {
    await worker.terminate()
  }
}
