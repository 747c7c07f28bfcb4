import { z } from 'zod'

const name = z.string().min(1)
const value = z.union([z.string(), z.number(), z.boolean()])

/**
 * A condition over recorded facts, as data. `fact` names a field of this event or of an earlier one of the same
 * workflow instance. A missing fact only satisfies `known: false` and `not`. Days are in the regime's zone; `since-state`
 * requires a day not before the present state was entered.
 */
export type Guard =
  | { all: Guard[] }
  | { any: Guard[] }
  | { not: Guard }
  | { fact: string; is: string | number | boolean }
  | { fact: string; in: string[] }
  | { fact: string; known: boolean }
  | { fact: string; has: string }
  | { fact: string; within: string }
  | { fact: string; atLeast: number }
  | { fact: string; atMost: number }
  | { fact: string; notBefore: string }
  | { fact: string; day: 'past' | 'not-future' | 'not-past' | 'future' | 'since-state' }
  | { duty: string }
  | { policy: string; is: string | number | boolean }
  | { role: string[] }
  | { roleIs: string }
  | { timeLimit: string; passed: boolean }
  | { origin: string[] }

export const Guard: z.ZodType<Guard> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Guard) }),
    z.strictObject({ any: z.array(Guard).min(1) }),
    z.strictObject({ not: Guard }),
    z.strictObject({ fact: name, is: value }),
    z.strictObject({ fact: name, in: z.array(z.string()).min(1) }),
    z.strictObject({ fact: name, known: z.boolean() }),
    z.strictObject({ fact: name, has: z.string() }),
    z.strictObject({ fact: name, within: name }),
    z.strictObject({ fact: name, atLeast: z.number() }),
    z.strictObject({ fact: name, atMost: z.number() }),
    z.strictObject({ fact: name, notBefore: name }),
    z.strictObject({
      fact: name,
      day: z.enum(['past', 'not-future', 'not-past', 'future', 'since-state']),
    }),
    z.strictObject({ duty: name }),
    z.strictObject({ policy: name, is: value }),
    z.strictObject({ role: z.array(name).min(1) }),
    z.strictObject({ roleIs: name }),
    z.strictObject({ timeLimit: name, passed: z.boolean() }),
    z.strictObject({ origin: z.array(name).min(1) }),
  ]),
)

/** Every leaf of a condition, to check the names in it. */
export function leavesOf(guard: Guard): Guard[] {
  if ('all' in guard) return guard.all.flatMap(leavesOf)
  if ('any' in guard) return guard.any.flatMap(leavesOf)
  if ('not' in guard) return leavesOf(guard.not)
  return [guard]
}
