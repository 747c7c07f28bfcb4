import type { ErrorCode } from './problem-types.ts'

export type TouchstoneErrorOptions = {
  code: ErrorCode
  /** One or more plain sentences: what is wrong, with the value, and how to fix it. */
  message: string
  /** JSON pointer to the faulty field, if there is one. */
  pointer?: string
  /** True if the same call may succeed later without any change by the caller. */
  retryable?: boolean
  cause?: unknown
}

/** The only error class: a code from a closed union, and a message to show unchanged. */
export class TouchstoneError extends Error {
  readonly code: ErrorCode
  readonly pointer: string | undefined
  readonly retryable: boolean

  constructor({ code, message, pointer, retryable = false, cause }: TouchstoneErrorOptions) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TouchstoneError'
    this.code = code
    this.pointer = pointer
    this.retryable = retryable
  }
}
