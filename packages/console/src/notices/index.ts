import { lazyRouteComponent } from '@tanstack/react-router'

export const NoticesPage = lazyRouteComponent(() => import('./notices-page.tsx'), 'NoticesPage')
export const NoticePage = lazyRouteComponent(() => import('./notice-page.tsx'), 'NoticePage')
export const NoticeHousePage = lazyRouteComponent(
  () => import('./house-page.tsx'),
  'NoticeHousePage',
)
export const ProofsPage = lazyRouteComponent(() => import('./proofs-page.tsx'), 'ProofsPage')
export { readNoticeSearch } from './search.ts'
