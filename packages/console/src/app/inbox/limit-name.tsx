import type { InboxItemView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useRegimeWords } from '../../enforcement/regime-components/index.ts'

type LimitNameProps = { limit: NonNullable<InboxItemView['limit']>; title: string }

/** The name of a time limit in the reader’s language. */
export function LimitName({ limit: { workflow: workflow, id }, title }: LimitNameProps): ReactNode {
  return useRegimeWords().limit(workflow, { id, title })
}
