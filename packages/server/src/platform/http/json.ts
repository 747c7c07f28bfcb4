import { depthFault, isTooDeep, parseJsonText } from '@touchstone/contract'
import { AppError, messageOf } from '../errors/index.ts'

/** The value of a body of JSON, built as deep as `parseJsonText` does. */
export function readJsonBody(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch (cause) {
    throw new AppError({
      code: 'bad-input',
      message: `the body is not JSON: ${(cause as Error).message.slice(0, 200)}`,
      cause,
    })
  }
}

/** Refuses a body that is too deep. Of a list of rows each is refused for itself, by whoever reads them. */
export function assertNotDeep(body: unknown): void {
  if (!isTooDeep(body)) return
  const fault = depthFault(body)
  throw new AppError({
    code: 'bad-input',
    message: messageOf(fault, 'the body'),
    pointer: fault.pointer,
  })
}
