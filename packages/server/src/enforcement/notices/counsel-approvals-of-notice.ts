import { maySendUnder } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { CounselApprovals } from './policy.ts'
import { templatesOf } from './settings-repository.ts'
import type { NoticeRow } from './types.ts'

/** The current approval by the sender's counsel of the regime of a notice. */
export async function counselApprovalsOfNotice(
  handle: Transaction,
  { organisationId, content }: Pick<NoticeRow, 'organisationId' | 'content'>,
  now: Date,
): Promise<CounselApprovals> {
  const { allowed } = await maySendUnder(handle, organisationId, content.regime, now)
  const [template] =
    content.template === undefined
      ? []
      : await templatesOf(handle, organisationId, content.template)
  return { regime: allowed, template: template?.ofCounsel === true }
}
