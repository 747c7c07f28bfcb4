import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const NoticeQualityPage = lazyRouteComponent(
  () => withMessages(['cases', 'notice-quality'], import('./notice-quality-page.tsx')),
  'NoticeQualityPage',
)
export const ConfidentialityHoldsPage = lazyRouteComponent(
  () =>
    withMessages(
      ['cases', 'notice-quality', 'retention'],
      import('../confidentiality-holds/confidentiality-holds-page.tsx'),
    ),
  'ConfidentialityHoldsPage',
)
export { readNoticeQualitySearch } from './search.ts'
