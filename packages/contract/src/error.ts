import type { ErrorCode } from './problem-types.ts'

export type TouchstoneErrorOptions = {
  code: ErrorCode
  /** One plain sentence or more: what is wrong, with the value, and the mend. */
  message: string
  /** JSON pointer to the field at fault, where there is one. */
  pointer?: string
  /** True where the same call may succeed later without any change by the caller. */
  retryable?: boolean
  cause?: unknown
}

/** The one error class: a code from a closed union, a message to show as it stands. */
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
