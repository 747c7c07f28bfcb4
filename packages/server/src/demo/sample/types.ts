import type { sampleStates } from '@touchstone/contract'

export type SampleState = (typeof sampleStates)[number]

/** How far the sample alliance is: listings that were taken, of how many. */
export type SampleProgress = { state: SampleState; taken: number; total: number }

/** What the work on the sample needs to know of it. */
export type SampleRow = SampleProgress & { begunAt: Date }

/** Who does what concerns the sample as a whole. */
export const sampleOperator = { kind: 'operator', id: 'sample' } as const
export const sampleContext = { as: 'operator', actor: sampleOperator } as const
