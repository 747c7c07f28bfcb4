import { throttleAttempt, type UserDependencies } from '../../access/users/index.ts'
import {
  checkDocuments,
  type CheckedDocument,
  type SentDocument,
} from '../../platform/documents/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { Overload } from '../../platform/file-reading/index.ts'
import type { AppealLinkRow } from '../appeal-links/index.ts'

/**
 * Checks one document at a time across all links of an organisation; after a few refused appeals the next one waits.
 */
export async function checkAppealDocuments(
  dependencies: UserDependencies,
  { id, organisationId }: Pick<AppealLinkRow, 'id' | 'organisationId'>,
  sent: readonly SentDocument[],
  check = checkDocuments,
): Promise<CheckedDocument[]> {
  if (sent.length === 0) return []
  const subject = { kind: 'link-documents', name: id } as const
  let count = 0
  const checked = await throttleAttempt(dependencies, [[subject]], async () => {
    try {
      return await check(sent, undefined, {
        holder: organisationId,
        sender: id,
        onChecked: () => count++,
      })
    } catch (error) {
      // Other load on the server does not count against these documents, unless some of them were already checked.
      if (count === 0 && error instanceof Overload && !error.isOfSender) return error
      throw error
    }
  })
  if (checked instanceof AppError) throw checked
  return checked
}
