import { parentPort, workerData } from 'node:worker_threads'
import { TouchstoneError } from '@touchstone/contract'
import { fitWeights, type FitOptions, type LabelledOffer } from '@touchstone/evaluation'
import type { FitAnswer } from './fit-thread.ts'

const { offers, options } = workerData as { offers: LabelledOffer[]; options: FitOptions }

function answer(): FitAnswer {
  try {
    return { fitted: fitWeights(offers, options) }
  } catch (error) {
    if (error instanceof TouchstoneError) return { refused: error.message }
    throw error
  }
}

parentPort?.postMessage(answer())
