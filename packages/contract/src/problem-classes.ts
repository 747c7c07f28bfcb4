// A file of its own, since pages load it without the titles of all problems.
/** The classes of problems, each with its HTTP status. */
export const problemClasses = {
  'validation-failed': 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'rate-limited': 429,
  unavailable: 503,
  internal: 500,
} as const
export type ProblemClass = keyof typeof problemClasses
