import { readFile } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import type { NamedHead } from '@touchstone/evidence'

/** Whether a path names a head's file and not a package. */
export function isHeadFile(path: string): boolean {
  return path.endsWith('.json')
}

/** The head of an audit log, from its own file or from a package. */
export async function headIn(path: string): Promise<NamedHead> {
  const { auditLogHeadIn, openPackage, SignedAuditLogHead } = await import('@touchstone/evidence')
  try {
    if (isHeadFile(path)) {
      const head = SignedAuditLogHead.parse(JSON.parse(await readFile(path, 'utf8')))
      return { name: path, head }
    }
    const files = await openPackage(path)
    try {
      return { name: path, head: await auditLogHeadIn(files) }
    } finally {
      await files.close()
    }
  } catch (cause) {
    const reason = cause instanceof Error && 'issues' in cause ? 'it has another format' : cause
    const message = `${path} is not a readable audit log head: ${reason instanceof Error ? reason.message : String(reason)}`
    throw new TouchstoneError({ code: 'unusable-input', message, cause })
  }
}
