import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors/index.ts'

export type ScreeningConfig = {
  /** Defaults to one fewer than processors. */
  threads: number | undefined
  /** A weights file whose engine assesses a share of the listings in addition. */
  candidate: { weightsFile: string; share: number } | undefined
}

/** The variables of screening, as shown in docs/operator/configuration.md. */
export const screeningVariables = [
  {
    name: 'SCREENING_THREADS',
    default: '',
    meaning:
      'Threads that assess listings, 1 to 256; if unset, one fewer than the number of processors.',
  },
  {
    name: 'CANDIDATE_WEIGHTS',
    default: '',
    meaning:
      'Weights file written by `touchstone fit`. While no engine release is in shadow, an engine with these weights also assesses a share of the listings; its assessments are stored for comparison and never served.',
  },
  {
    name: 'CANDIDATE_SHARE',
    default: '0.1',
    meaning: 'The share of listings, 0 to 1, that the candidate assesses.',
  },
] as const

const Environment = z.object({
  SCREENING_THREADS: z
    .string()
    .regex(/^[0-9]{1,3}$/)
    .transform(Number)
    .refine((threads) => threads >= 1 && threads <= 256)
    .optional(),
  CANDIDATE_WEIGHTS: z.string().optional(),
  CANDIDATE_SHARE: z
    .string()
    .regex(/^(0(\.[0-9]+)?|1(\.0+)?)$/)
    .transform(Number)
    .default(0.1),
})

const remedies = {
  SCREENING_THREADS: 'write a whole number from 1 to 256, or leave it out',
  CANDIDATE_WEIGHTS: 'write a path, for example CANDIDATE_WEIGHTS=weights.json',
  CANDIDATE_SHARE: 'write a number from 0 to 1, for example CANDIDATE_SHARE=0.1',
}

/** Reads the configuration of screening; an empty variable counts as not set. */
export function readScreeningConfig(
  env: Readonly<Record<string, string | undefined>>,
): ScreeningConfig {
  const values = Object.fromEntries(
    Object.keys(remedies).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  )
  const result = Environment.safeParse(values)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path[0] as keyof typeof remedies
      return `${name} is ${JSON.stringify(values[name])}: ${remedies[name]}`
    })
    throw new AppError({ code: 'bad-configuration', message: lines.join('\n') })
  }
  const { SCREENING_THREADS, CANDIDATE_WEIGHTS, CANDIDATE_SHARE } = result.data
  return {
    threads: SCREENING_THREADS,
    candidate:
      CANDIDATE_WEIGHTS === undefined
        ? undefined
        : { weightsFile: resolve(CANDIDATE_WEIGHTS), share: CANDIDATE_SHARE },
  }
}
