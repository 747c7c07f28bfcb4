import type { sampleStates } from '@touchstone/contract'

export type SampleState = (typeof sampleStates)[number]

/** Progress of loading the sample alliance: ingested listings, and their total. */
export type SampleProgress = { state: SampleState; taken: number; total: number }

/** Facts about the sample for the work on it. */
export type SampleRow = SampleProgress & { begunAt: Date }

/** The actor for matters of the sample as a whole. */
export const sampleOperator = { kind: 'operator', id: 'sample' } as const
export const sampleContext = { as: 'operator', actor: sampleOperator } as const
