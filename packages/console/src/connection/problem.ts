import { RefusedError } from '@touchstone/client'
import type { ErrorCode, ProblemClass } from '@touchstone/contract'

/** Why a page cannot be shown or an action failed. */
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
  /** The error code, if the server answered. */
  code: ErrorCode | undefined
  /** The server's message, if any. */
  message: string | undefined
  requestId: string | undefined
  retryAfter: number | undefined
  /** Whether a retry may succeed. */
  retryable: boolean
}

/** A refusal that a page knows before the person tries. */
export function refusedFor(code: ErrorCode | null, message: string): Problem {
  return {
    kind: 'refused',
    code: code ?? undefined,
    message,
    requestId: undefined,
    retryAfter: undefined,
    retryable: false,
  }
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
    // Without a connection, fetch throws a TypeError; anything else is a bug of ours.
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
