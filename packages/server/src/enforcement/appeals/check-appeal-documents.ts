import { throttleAttempt, type UserDependencies } from '../../access/users/index.ts'
import {
  checkDocuments,
  type CheckedDocument,
  type SentDocument,
} from '../../platform/documents/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { AppealLinkRow } from '../appeal-links/index.ts'

/** One document of a link at a time, and after a few refused answers the next one waits. */
export async function checkAppealDocuments(
  house: UserDependencies,
  { id, organisationId }: AppealLinkRow,
  sent: readonly SentDocument[],
): Promise<CheckedDocument[]> {
  if (sent.length === 0) return []
  const subject = { kind: 'link-documents', name: id } as const
  const checked = await throttleAttempt(house, [[subject]], async () => {
    try {
      return await checkDocuments(sent, undefined, { holder: organisationId, sender: id })
    } catch (error) {
      // That the server is busy is no fault of these documents.
      if (error instanceof AppError && error.code === 'overloaded') return error
      throw error
    }
  })
  if (checked instanceof AppError) throw checked
  return checked
}
