import { faultsOf } from '@touchstone/contract'
import { z } from 'zod'
import { faultyDocument, readDocument, type DocumentKind } from '../document-file.ts'

/** The kinds of load, in the order of the report. */
export const loadNames = ['intake', 'screening', 'queue', 'captures', 'watches'] as const
export type LoadName = (typeof loadNames)[number]

const limits = {
  p50Milliseconds: z.number().positive().optional(),
  p99Milliseconds: z.number().positive().optional(),
  lostShare: z.number().min(0).max(1).default(0),
}
/** What a load may take, from when it was due, and the share that may fail. */
export type Limits = z.output<z.ZodObject<typeof limits>>

const perSecond = z.number().positive().max(100_000)
/** The pages come from one invented site, which is visited every two seconds at most. */
const perMinute = z.number().positive().max(20)

const StressPlan = z
  .strictObject({
    seconds: z.number().positive().max(86_400),
    warmUpSeconds: z.number().min(0).max(3600).default(5),
    waitSeconds: z.number().min(1).max(3600).default(60),
    seed: z.int().default(1),
    storedListings: z.int().min(0).max(100_000_000).default(0),
    intake: z
      .strictObject({ perSecond, listings: z.int().min(1).max(10_000), ...limits })
      .optional(),
    screening: z.strictObject({ perSecond, ...limits }).optional(),
    queue: z.strictObject({ perSecond, ...limits }).optional(),
    captures: z.strictObject({ perMinute, ...limits }).optional(),
    watches: z
      .strictObject({ perMinute, requests: z.int().min(1).max(1000).default(5), ...limits })
      .optional(),
    server: z
      .strictObject({
        mebibytes: z.number().positive().optional(),
        cores: z.number().positive().optional(),
      })
      .default({}),
  })
  .refine((plan) => loadNames.some((name) => plan[name] !== undefined), {
    error: `must contain at least one of ${loadNames.join(', ')}`,
  })

/** Rates and limits of a stress test; docs/sizing.md describes each field. */
export type StressPlan = z.output<typeof StressPlan>

const kind: DocumentKind = {
  name: 'plan',
  code: 'bad-option',
  least: '{"seconds": 60, "screening": {"perSecond": 10, "p99Milliseconds": 100}}',
}

/** @throws {TouchstoneError} that names line, field, value and correction of each fault */
export async function readPlan(path: string): Promise<StressPlan> {
  const { text, value } = await readDocument(path, kind)
  const plan = StressPlan.safeParse(value)
  if (!plan.success) throw faultyDocument(path, kind, faultsOf(plan.error, value), text)
  return plan.data
}
