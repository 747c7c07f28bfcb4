import { AppError } from './app-error.ts'

/** Refuses an action on what somebody else changed since the caller read it. */
export function requireVersion(
  subject: string,
  current: { version: number },
  expectedVersion: number | undefined,
): void {
  if (expectedVersion === undefined || expectedVersion === current.version) return
  throw new AppError({
    code: 'version-mismatch',
    message: `${subject} has version ${current.version}, not ${expectedVersion}: someone else changed it; read it again`,
    pointer: '/expectedVersion',
  })
}
