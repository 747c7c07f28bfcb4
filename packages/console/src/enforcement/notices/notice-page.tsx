import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { QueryStatus } from '../../surface/index.ts'
import { DraftPage } from './draft-page.tsx'
import { useNotice } from './notice-queries.ts'
import { SubmittedNoticePage } from './submitted-notice-page.tsx'

const route = getRouteApi('/member/notices/$id')

/** A form while the notice is a draft, its status afterwards. */
export function NoticePage(): ReactNode {
  const { id } = route.useParams()
  const { sendNotices } = permissionsOf(useMember())
  const notice = useNotice(id)
  if (!notice.isSuccess) return <QueryStatus query={notice} />
  if (notice.data.state === 'draft' && sendNotices) {
    return <DraftPage key={id} notice={notice.data} />
  }
  return <SubmittedNoticePage key={id} notice={notice.data} />
}
