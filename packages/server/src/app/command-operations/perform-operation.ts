import type { z } from 'zod'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import type { Operation, OperationContext } from './operation.ts'
import { operations } from './operations.ts'

export function requireOperation(name: string): Operation<z.ZodType, unknown> {
  if (!Object.hasOwn(operations, name)) {
    throw new AppError({
      code: 'not-found',
      message: `the running server does not know the operation ${name}: its version differs from this command’s; restart it`,
    })
  }
  return operations[name as keyof typeof operations]
}

/** Runs an operation and returns its result as JSON would transfer it, inside and beside the server. */
export async function performOperation(
  name: string,
  context: OperationContext,
  input: unknown,
): Promise<unknown> {
  const { input: schema, run } = requireOperation(name)
  const result = await run(context, parseInput(schema, input))
  return result === undefined ? undefined : (JSON.parse(JSON.stringify(result)) as unknown)
}
