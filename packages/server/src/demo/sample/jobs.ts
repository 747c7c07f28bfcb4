import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { seedSample, type SeedOptions } from './seed-sample.ts'

const Nothing = z.object({})

/** Loads the part of the sample alliance that is not loaded yet. */
export function sampleJob(options: SeedOptions): Job<typeof Nothing> {
  return defineJob('load-sample', Nothing, async (_data, signal) => {
    await seedSample({ ...options, signal: AbortSignal.any([signal, options.signal]) })
  })
}
