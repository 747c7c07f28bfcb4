import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../messages/index.ts'

export const NoticesPage = lazyRouteComponent(
  () => withLaterWords(import('./notices-page.tsx')),
  'NoticesPage',
)
export const NoticePage = lazyRouteComponent(
  () => withLaterWords(import('./notice-page.tsx')),
  'NoticePage',
)
export const NoticeHousePage = lazyRouteComponent(
  () => withLaterWords(import('./house-page.tsx')),
  'NoticeHousePage',
)
export const ProofsPage = lazyRouteComponent(
  () => withLaterWords(import('./proofs-page.tsx')),
  'ProofsPage',
)
export { readNoticeSearch } from './search.ts'
