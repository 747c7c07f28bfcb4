import { depthFault, isTooDeep, parseJsonText, TooManyValues } from '@touchstone/contract'
import { AppError, messageOf } from '../errors/index.ts'

/** Values that a body may have which anybody can send: a notice of 500 items of ten values each has that many. */
export const maxOpenValues = 5000

/** The value of a body of JSON, built as deep as `parseJsonText` does; of at most so many values. */
export function readJsonBody(text: string, most?: number): unknown {
  try {
    return parseJsonText(text, most)
  } catch (cause) {
    if (cause instanceof TooManyValues) throw tooManyValues(cause)
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

export function tooManyValues(cause: TooManyValues): AppError {
  const message = `the body has ${cause.message}; send less at once`
  return new AppError({ code: 'bad-input', message, cause })
}
