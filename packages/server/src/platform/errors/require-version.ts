import { AppError } from './app-error.ts'

type Mismatch = {
  /** What the caller acts on, as the subject of a sentence. */
  subject: string
  current: { version: number }
  expectedVersion: number
  /** Where the request states the version; null where a header does. */
  pointer?: string | null
  /** What changed since, for those who may read it. */
  changes?: string | undefined
}

/** Refuses an action if someone else has changed the object since the caller read it. */
export function requireVersion(
  subject: string,
  current: { version: number },
  expectedVersion: number | undefined,
): void {
  if (expectedVersion === undefined || expectedVersion === current.version) return
  throw versionMismatch({ subject, current, expectedVersion })
}

/** The refusal itself, where the store finds a change overtaken. */
export function versionMismatch({
  subject,
  current: { version },
  expectedVersion,
  pointer = '/expectedVersion',
  changes,
}: Mismatch): AppError {
  const since = changes === undefined ? 'someone else changed it' : changes
  return new AppError({
    code: 'version-mismatch',
    message: `${subject} has version ${version}, not ${expectedVersion}: ${since}; read it again`,
    ...(pointer !== null && { pointer }),
  })
}
