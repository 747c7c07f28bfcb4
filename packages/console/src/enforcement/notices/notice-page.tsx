import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { QueryStatus } from '../../components/index.ts'
import { DraftPage } from './draft-page.tsx'
import { ReviewPage } from './review-page.tsx'
import { useNotice } from './notice-queries.ts'
import { SubmittedNoticePage } from './submitted-notice-page.tsx'

const route = getRouteApi('/member/notices/$id')

/** A draft as its recipient will see it, or as a form; afterwards the status of the notice. */
export function NoticePage(): ReactNode {
  const { id } = route.useParams()
  const { edit = false } = route.useSearch()
  const { sendNotices } = permissionsOf(useMember())
  const notice = useNotice(id)
  if (!notice.isSuccess) return <QueryStatus query={notice} />
  if (notice.data.state === 'draft' && sendNotices) {
    return edit ? (
      <DraftPage key={`edit ${id}`} notice={notice.data} />
    ) : (
      <ReviewPage key={id} notice={notice.data} />
    )
  }
  return <SubmittedNoticePage key={id} notice={notice.data} />
}
