import { RefusedError } from '@touchstone/client'
import type { ErrorCode, ProblemClass } from '@touchstone/contract'

/** What keeps a page from showing or doing what was asked. */
export type ProblemKind =
  | 'offline'
  | 'not-signed-in'
  | 'not-allowed'
  | 'not-found'
  | 'conflict'
  | 'too-many-requests'
  | 'refused'
  | 'broken'

export type Problem = {
  kind: ProblemKind
  /** The cause, where the server answered. */
  code: ErrorCode | undefined
  /** The server's own words, where it has any. */
  message: string | undefined
  requestId: string | undefined
  retryAfter: number | undefined
  /** True where the same may succeed later. */
  retryable: boolean
}

const kinds: Partial<Record<ProblemClass, ProblemKind>> = {
  unauthenticated: 'not-signed-in',
  forbidden: 'not-allowed',
  'not-found': 'not-found',
  conflict: 'conflict',
  'rate-limited': 'too-many-requests',
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof RefusedError)) {
    // Where the server can't be reached, fetch throws a TypeError; anything else is our own fault.
    const offline = error instanceof TypeError
    return {
      kind: offline ? 'offline' : 'broken',
      code: undefined,
      message: undefined,
      requestId: undefined,
      retryAfter: undefined,
      retryable: offline,
    }
  }
  const { code, message, requestId, retryAfter, retryable, status } = error
  const kind = kinds[error.class] ?? (status >= 500 ? 'broken' : 'refused')
  return { kind, code, message, requestId, retryAfter, retryable }
}
