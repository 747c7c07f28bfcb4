import { parentPort, workerData } from 'node:worker_threads'
import { TouchstoneError } from '@touchstone/contract'
import { fitWeights, createLabelledListing } from '@touchstone/evaluation'
import { BASE_RATE, measureMarks, WISHES_LIMIT } from '@touchstone/recognition'
import { compileParts } from '../../listings/screening/index.ts'
import type { FitResponse, FitRequest } from './fit-thread.ts'

const { labelled, fieldShare, parts } = workerData as FitRequest

function answer(): FitResponse {
  const engine = compileParts(parts)
  const listings = labelled.map(({ label, listing }) =>
    createLabelledListing(label, listing, measureMarks(engine.screen(listing)), 'source'),
  )
  try {
    const fitted = fitWeights(listings, {
      shippedBaseRate: BASE_RATE,
      wishesLimit: WISHES_LIMIT,
      by: 'source',
      ...(fieldShare !== undefined && { fieldShare }),
    })
    return { fitted, engine: engine.name }
  } catch (error) {
    if (error instanceof TouchstoneError) return { refused: error.message }
    throw error
  }
}

parentPort?.postMessage(answer())
