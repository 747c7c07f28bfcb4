import { z } from 'zod'

/** One action of a union: its name as `type`, and its fields. */
export function action<const N extends string, S extends z.ZodRawShape>(
  name: N,
  shape: S,
): z.ZodObject<{ type: z.ZodLiteral<N> } & S, z.core.$strict> {
  return z.strictObject({ type: z.literal(name), ...shape })
}

/** The version that the caller last read. */
export const ExpectedVersion = z.int().min(0).meta({
  description:
    'The version that the caller last read. If it has another version by now, the action is refused with `version-mismatch`.',
})

/** The body of `POST …/actions`. */
export function actionInput<A extends z.ZodType, const I extends string>(
  id: I,
  action: A,
): z.ZodObject<
  { action: A; expectedVersion: z.ZodOptional<typeof ExpectedVersion> },
  z.core.$strict
> {
  return z.strictObject({ action, expectedVersion: ExpectedVersion.optional() }).meta({ id })
}

/** The version to send as `expectedVersion`. */
export const Version = z.int().min(0).meta({
  description: 'Rises with each change; send it as `expectedVersion` with an action.',
})

/** The body of actions guarded by the state alone: of two concurrent ones, the second finds the state changed. */
export function plainActionInput<A extends z.ZodType, const I extends string>(
  id: I,
  action: A,
): z.ZodObject<{ action: A }, z.core.$strict> {
  return z.strictObject({ action }).meta({ id })
}
