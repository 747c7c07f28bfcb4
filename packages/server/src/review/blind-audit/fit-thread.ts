import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { EngineReleaseContent } from '@touchstone/contract'
import type { FittedWeights } from '@touchstone/evaluation'
import { partsOf, type EngineParts } from '../../listings/screening/index.ts'
import type { LabelledListing } from './labels.ts'

export type FitRequest = {
  labelled: readonly LabelledListing[]
  /** The share of counterfeits in the field, where it is known. */
  fieldShare?: number
  /** Of the engine that reads the listings; its weights are the shipped ones. */
  parts: EngineParts
}

/** The result of a fit and its engine, or the reason for too little data. */
export type FitResponse = { fitted: FittedWeights; engine: string } | { refused: string }

/** Reads the listings and fits in a separate thread: it takes seconds, during which requests would wait. */
export async function fitInThread(question: FitRequest): Promise<FitResponse> {
  const worker = new Worker(new URL('./fit-worker.ts', import.meta.url), { workerData: question })
  try {
    const [answer] = (await once(worker, 'message')) as [FitResponse]
    return answer
  } finally {
    await worker.terminate()
  }
}

/** The served engine with the shipped weights, to which scales are fitted. */
export function withShippedWeights({ catalog, release }: EngineParts): EngineParts {
  if (release === undefined) return partsOf(catalog)
  const content = JSON.parse(release) as EngineReleaseContent
  return partsOf(catalog, { release: { ...content, weights: null } })
}
